// The control API over HTTP, and the stream of "this chat has changed".

async function request(path, options = {}) {
  const answer = await fetch(`/control/${path}`, { cache: "no-store", ...options });
  const text = await answer.text();
  const body = parse(text);
  if (!answer.ok) {
    const said = body?.error ?? body?.description ?? body?.detail;
    throw new Error(said || text.trim().slice(0, 200) || `HTTP ${answer.status}`);
  }
  return body;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const get = (path) => request(path);

export const post = (path, body = {}) =>
  request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

// Lists come bare or under a name; both read the same here.
export const listOf = (answer, name) => (Array.isArray(answer) ? answer : (answer?.[name] ?? []));

export function listen({ onChat, onOpen, onState }) {
  const stream = new EventSource("/control/events");
  stream.onopen = () => {
    onState("live");
    onOpen();
  };
  stream.onerror = () => onState("lost");
  stream.onmessage = (event) => {
    const changed = parse(event.data);
    if (changed && changed.chat_id !== undefined) onChat(changed.chat_id);
  };
}
