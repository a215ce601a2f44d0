// Connects with the token of the link, and shows the state of the first store.
const token = location.hash.slice(1);
const socket = new WebSocket(`ws://${location.host}/socket`, ["atomata.v1", `token.${token}`]);
const show = (id, text) => { document.getElementById(id).textContent = text; };

socket.onopen = () => show("status", "connected");
socket.onclose = () => show("status", "closed");
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === "hello" && message.stores.length > 0) {
    socket.send(JSON.stringify({ type: "watch", id: 1, store: message.stores[0].store }));
  } else if (message.type === "state") {
    show("state", JSON.stringify(message.state, null, 2));
  }
};
