const text = document.createElement("p");
text.textContent = "The radar receives. Ask /api/changes what changed.";
document.body.append(text);
