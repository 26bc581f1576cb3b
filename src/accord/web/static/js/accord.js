// The pages' one script. Everything works without it; this makes it quicker. Loaded as a module, so it waits for the page.
import { readDaysBack } from "./days.js";
import { focusOnWhatIsSaid, focusOnWhatUnfolds } from "./focus.js";
import { sayWhereOneWrites } from "./guidance.js";
import { listenForKeys } from "./keys.js";
import { saveBeforeLooking } from "./looks.js";
import { takeMarksAway } from "./mended.js";
import { pickByTyping } from "./picker.js";
import { saveNothingWhileSending } from "./sending.js";
import { goOnAfterSigningIn } from "./session.js";
import { sayWhenNothingCameBack } from "./trouble.js";

focusOnWhatIsSaid(document);
focusOnWhatUnfolds(document);
goOnAfterSigningIn(document);
listenForKeys(document);
pickByTyping(document);
readDaysBack(document);
saveBeforeLooking(document);
saveNothingWhileSending(document);
sayWhereOneWrites(document);
takeMarksAway(document);
sayWhenNothingCameBack(document);
