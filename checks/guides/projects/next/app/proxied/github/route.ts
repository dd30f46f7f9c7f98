export { POST } from "../../webhooks/github/route";
