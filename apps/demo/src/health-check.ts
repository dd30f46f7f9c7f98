// Ends with 0 while the radar in this container serves: a response that asks for the token is one.
const response = await fetch(`http://127.0.0.1:${process.env["PORT"] || 3000}/`).catch(() => undefined);
process.exit(response !== undefined && response.status < 500 ? 0 : 1);
