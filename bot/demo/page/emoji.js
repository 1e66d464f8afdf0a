// The emoji that firms' bots really use, by their short names. An unknown name stays as it was typed.

const TABLE = `
telephone_receiver 📞|phone ☎️|telephone ☎️|iphone 📱|calling 📲|email 📧|e-mail 📧|envelope ✉️|incoming_envelope 📨|envelope_with_arrow 📩
inbox_tray 📥|outbox_tray 📤|mailbox 📫|speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|mega 📣|loudspeaker 📢|bell 🔔|no_bell 🔕
warning ⚠️|rotating_light 🚨|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|x ❌|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️
question ❓|grey_question ❔|exclamation ❗|heavy_exclamation_mark ❗|bangbang ‼️|information_source ℹ️|red_circle 🔴|large_green_circle 🟢
large_yellow_circle 🟡|large_orange_circle 🟠|large_blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_red_square 🟥
large_green_square 🟩|large_yellow_square 🟨|large_orange_square 🟧|white_large_square ⬜|fire 🔥|dash 💨|fog 🌫️|boom 💥|zap ⚡|sparkles ✨|star ⭐
hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|watch ⌚|clock9 🕘|clock3 🕒|date 📅|calendar 📆
spiral_calendar_pad 🗓️|spiral_note_pad 🗒️|memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|page_facing_up 📄|bookmark_tabs 📑|paperclip 📎|pushpin 📌
round_pushpin 📍|link 🔗|lock 🔒|unlock 🔓|key 🔑|shield 🛡️|bulb 💡|mag 🔍|mag_right 🔎|gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|toolbox 🧰
computer 💻|desktop_computer 🖥️|floppy_disk 💾|file_folder 📁|open_file_folder 📂|package 📦|truck 🚚|house 🏠|office 🏢|briefcase 💼|moneybag 💰
euro 💶|credit_card 💳|receipt 🧾|gift 🎁|scales ⚖️|bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|dart 🎯|trophy 🏆
busts_in_silhouette 👥|bust_in_silhouette 👤|speaking_head_in_silhouette 🗣️|ear 👂|eyes 👀|wave 👋|pray 🙏|handshake 🤝|raised_hands 🙌|clap 👏
muscle 💪|+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|hand ✋|raised_hand ✋|heart ❤️
broken_heart 💔|smile 😄|slightly_smiling_face 🙂|blush 😊|relieved 😌|neutral_face 😐|slightly_frowning_face 🙁|white_frowning_face ☹️|worried 😟
confused 😕|disappointed 😞|angry 😠|rage 😡|triumph 😤|cry 😢|sob 😭|thinking_face 🤔|sweat_smile 😅|tada 🎉|rocket 🚀|seedling 🌱|door 🚪|repeat 🔁
arrows_counterclockwise 🔄|leftwards_arrow_with_hook ↩️|arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_forward ▶️|fast_forward ⏩
palm_tree 🌴|airplane ✈️|face_with_thermometer 🤒|coffee ☕|house_with_garden 🏡|robot_face 🤖|sos 🆘|new 🆕|100 💯|one 1️⃣|two 2️⃣|three 3️⃣|sunny ☀️
sunrise 🌅|crescent_moon 🌙|snowflake ❄️|construction 🚧|green_heart 💚|ghost 👻|art 🎨|books 📚|mortar_board 🎓|movie_camera 🎥|video_camera 📹`;

const EMOJI = new Map(
  TABLE.split(/[|\n]/).filter(Boolean).map((pair) => {
    const gap = pair.lastIndexOf(" ");
    return [pair.slice(0, gap), pair.slice(gap + 1)];
  }),
);

/** The character for a short name, or the name with its colons. */
export const emoji = (name) => EMOJI.get(name.split("::")[0]) ?? `:${name}:`;

/** Plain text with its short names drawn. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI.get(name) ?? all);
