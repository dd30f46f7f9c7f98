import { render } from "preact";
import { App } from "./app.tsx";
import { readTheme, setTheme } from "./shell/theme.ts";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/strip.css";
import "./styles/timeline.css";
import "./styles/detail.css";
import "./styles/flags.css";
import "./styles/inbox.css";
import "./styles/try-it.css";

setTheme(readTheme()); // before the first paint
render(<App />, document.body);
