// Exports that this provider has beside those of every provider: index.ts repeats them.
export { datafileUrl } from "./datafile-url.ts";
export {
  fetchDatafile,
  type DatafileReader,
  type DatafileResponse,
  type FetchDatafile,
  type FetchDatafileOptions,
} from "./fetch-datafile.ts";
