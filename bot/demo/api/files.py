"""files.*: the upload in three steps that the SDK's ``files_upload_v2`` makes."""

from ..channels import Json
from ..core import Core
from ..errors import SlackError
from .registry import Args, method, text_arg, visible_channel


@method("files.getUploadURLExternal", "filename", "length")
def get_upload_url(core: Core, args: Args) -> Json:
    """Step one: where to put the bytes."""
    length = text_arg(args, "length")
    if not length.isdigit() or int(length) == 0:
        raise SlackError("invalid_arguments", ["[ERROR] must be a positive integer [json-pointer:/length]"])
    file_id = core.workspace.fresh_id("F")
    name = text_arg(args, "filename")
    core.workspace.files[file_id] = {"id": file_id, "name": name, "title": name, "size": int(length), "complete": False}
    return {"upload_url": f"{core.url}/upload/{file_id}", "file_id": file_id}


@method("files.completeUploadExternal", "files")
def complete_upload(core: Core, args: Args) -> Json:
    """Step three: the files are shown, in a channel when one is named."""
    done = []
    wanted = text_arg(args, "channel_id") or text_arg(args, "channels")
    channel = visible_channel(core, wanted) if wanted else None
    if channel is not None and core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    for asked in args["files"]:
        file = core.workspace.files.get(asked.get("id", ""))
        if file is None or "content" not in file:
            raise SlackError("file_not_found")
        # Not the whole address: the page outlives a restart at another port.
        address = f"/files/{file['id']}"
        file |= {"title": asked.get("title") or file["name"], "complete": True, "url_private_download": address}
        done.append({name: value for name, value in file.items() if name not in {"content", "complete"}})
    if channel is not None:
        text = text_arg(args, "initial_comment") or ", ".join(file["title"] for file in done)
        thread = text_arg(args, "thread_ts") or None
        core.workspace.post(channel, core.workspace.bot.id, text, thread_ts=thread, files=done, subtype="file_share")
    return {"files": done}
