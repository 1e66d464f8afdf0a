// What the page knows. Plain data plus a small announcer; drawing is done by the modules that listen.

export const state = {
  team: { name: "" },
  users: new Map(),
  commands: [],
  shortcuts: [],
  me: null,
  drift: 0, // ms that the workspace is ahead of the machine
  channels: [],
  channel: null, // id of the open channel
  thread: null, // ts of the open thread's first message
  tab: "messages", // of the app's own conversation: "home" | "messages"
  messages: [],
  replies: [],
  views: [],
  home: null,
};

const listeners = new Map();

/** Calls `then` each time `topic` is announced. */
export function on(topic, then) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(then);
}

/** Tells everybody interested that `topic` changed. */
export function announce(topic, detail) {
  for (const then of listeners.get(topic) ?? []) then(detail);
}

export const me = () => state.users.get(state.me);

export const personName = (id) => state.users.get(id)?.real_name || state.users.get(id)?.name || "alguien";

export const channelOf = (id) => state.channels.find((channel) => channel.id === id);

/** A channel's name as people say it: the other person's name in a direct message. */
export function channelName(channel) {
  if (!channel) return "";
  return channel.kind === "im" ? personName(channel.with) : channel.name;
}

export const isApp = (channel) => channel?.kind === "im" && Boolean(state.users.get(channel.with)?.is_bot);

const WITH_SIGN = { channel: "#", private: "#", im: "" };
export const channelTitle = (channel) => (channel ? `${WITH_SIGN[channel.kind] ?? ""}${channelName(channel)}` : "");
