/**
 * The request body to set in ConfigCat's dashboard, for events of the type `changed`. You may leave
 * out anything but `changes`.
 *
 * ConfigCat does not say whether it escapes the values: if notes with a quotation mark are refused
 * as `invalid-json`, leave out `notes`.
 *
 * @example
 * ```ts
 * import { bodyTemplate } from "@flaghook/configcat";
 *
 * console.log(bodyTemplate); // copy it into the webhook's request body
 * ```
 */
export const bodyTemplate =
  '{"config":"##ConfigName##","configId":"##ConfigId##","environment":"##EnvironmentName##",' +
  '"environmentId":"##EnvironmentId##","url":"##URL##","notes":"##ChangeNotes##","by":"##ChangedBy##",' +
  '"changes":##ChangeDetails##}';
