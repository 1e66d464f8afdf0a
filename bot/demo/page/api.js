// Talking to the workspace: questions, actions, and the stream of what happens.
import { state } from "./state.js";

const OFFLINE = "No hay conexión con el espacio de trabajo. Comprueba que sigue en marcha y vuelve a intentarlo.";
const UNKNOWN = "No se ha podido hacer. Vuelve a intentarlo.";

/** A failure with a sentence that can be shown as it is. */
class Refused extends Error {
  constructor(sentence, code) {
    super(sentence);
    this.code = code;
  }
}

async function exchange(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused(OFFLINE, "offline");
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Refused(UNKNOWN, "unreadable");
  }
  if (!response.ok || answer.ok === false) throw new Refused(answer.message || UNKNOWN, answer.error);
  return answer;
}

/** Asks for something, as the person sitting there. */
export function ask(what, query = {}) {
  const filled = Object.entries({ user: state.me, ...query }).filter(([, value]) => value !== undefined && value !== null);
  return exchange(`/ui/${what}?${new URLSearchParams(filled)}`, { cache: "no-store" });
}

/** Does something, as the person sitting there. */
export function act(what, body = {}) {
  return exchange(`/ui/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: state.me, ...body }),
  });
}

let stream = null;

/** Follows what happens for `user`; after a broken connection `resync` is called, since events may have been missed. */
export function follow(user, { happened, resync, connected }) {
  stream?.close();
  const mine = new EventSource(`/ui/events?${new URLSearchParams({ user })}`);
  stream = mine;
  let broken = false;
  mine.onopen = () => {
    connected(true);
    if (broken) resync();
    broken = false;
  };
  mine.onerror = () => {
    broken = true;
    connected(false);
    // A refused connection is final for the browser; the server may only be restarting.
    if (mine.readyState === EventSource.CLOSED && stream === mine) {
      setTimeout(() => stream === mine && follow(user, { happened, resync: () => {}, connected: (ok) => { connected(ok); if (ok) resync(); } }), 1500);
    }
  };
  mine.onmessage = (event) => stream === mine && happened(JSON.parse(event.data));
}
