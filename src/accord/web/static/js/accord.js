// The pages' one script. Everything works without it; this makes it quicker. Loaded as a module, so it waits for the page.
import { focusOnWhatIsSaid } from "./focus.js";
import { listenForKeys } from "./keys.js";
import { pickByTyping } from "./picker.js";
import { sayWhenNothingCameBack } from "./trouble.js";

focusOnWhatIsSaid(document);
listenForKeys(document);
pickByTyping(document);
sayWhenNothingCameBack(document);
