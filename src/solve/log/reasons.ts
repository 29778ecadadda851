/** Lines of pip and apt that each package has. */
export const EACH_PACKAGE =
  /^(?:Collecting |Requirement already |Obtaining |Processing |\s+(?:Downloading|Using cached|Preparing metadata|Getting requirements|Installing build|━)|\s*$|(?:Get|Hit|Ign):\d+ |(?:Selecting|Preparing|Unpacking|Setting up|Fetched|Reading|Building dependency|\(Reading|Processing triggers|debconf:|Need to get|After this operation|The following|Suggested|Recommended) ?)/;

/** More of what a step wrote is not repeated at the end. */
const MAXIMUM_REASONS = 10;

/** Lines that say why: of pip, apt and the build's own programs, and the last ones of tracebacks. */
const REASON = /^(?:ERROR|error|E|fatal|\w*Error|(?:\w+\.)+[A-Z]\w*)\b ?:/;

/** pip's sentence below an error that is a mere name, as `incomplete-download`, and the address that it is about. */
const SENTENCE = /^(?:× |╰─> URL: )/;

/** pip's line above a traceback, of which the last line says more. */
const TRACEBACK = /^ERROR: Exception:$/;

/** pip's lines around the output of a build, as pip of today and as that before 22.1 writes them. */
const WHEEL_OUTPUT = /^ *╰─> \[\d+ lines? of output\]|^ +Complete output \(\d+ lines?\):$/;
const WHEEL_OUTPUT_END = /^ +(?:\[end of output\]|-{20,}$)/;

/** pip's lines about an archive that has another hash: which one, and which hash. */
const OTHER_HASH = /^ {4}\S.* \(from .*\):$|^ +Got +[0-9a-f]{64,}$/;

/** Lines of compilers and of build backends that say why. */
const WHEEL_REASON = /(?:^|: )(?:fatal |\w*)[Ee]rror: /;

/** More lines of such a build are not repeated at the end. */
const MAXIMUM_WHEEL_REASONS = 5;

/** apt's lines about packages that do not go together; those after a package's first are indented. */
const RELATION = /^ +(?:\S+ : )?(?:PreDepends|Depends|Conflicts|Breaks): /;

/** dpkg's first line about a package that it cannot install; the next one names the maintainer script. */
const DPKG_ERROR = /^dpkg: error processing /;

/** Lines before dpkg's error that may be the words of the maintainer script that failed. */
const SCRIPT_LINES = 5;

/**
 * The lines of a failed step's output that say why, else its last ones.
 *
 * @param output the lines that its program wrote, without times
 */
export function reasons(output: readonly string[]): readonly string[] {
  const written = withoutEmpty(output);
  const saying = written.filter(
    (line, index) =>
      [REASON, SENTENCE, RELATION, OTHER_HASH].some((saying) => saying.test(line)) ||
      isAboutScript(written, index),
  );
  const telling = saying.filter((line) => saying.length === 1 || !TRACEBACK.test(line));
  return [...wheelReasons(written), ...(telling.length > 0 ? telling : written)].slice(-MAXIMUM_REASONS);
}

/** The last build of a wheel that pip shows the output of: pip's own lines do not say what was wrong. */
function wheelReasons(written: readonly string[]): readonly string[] {
  const end = written.findLastIndex((line) => WHEEL_OUTPUT_END.test(line));
  const start = written.slice(0, Math.max(end, 0)).findLastIndex((line) => WHEEL_OUTPUT.test(line));
  const output = end < 0 || start < 0 ? [] : written.slice(start + 1, end).map((line) => line.trim());
  const saying = output.filter((line) => WHEEL_REASON.test(line));
  return (saying.length > 0 ? saying : output).slice(-MAXIMUM_WHEEL_REASONS);
}

/** The last lines of a failed step's output that hold anything. */
export function lastLines(output: readonly string[]): readonly string[] {
  return withoutEmpty(output).slice(-MAXIMUM_REASONS);
}

function withoutEmpty(output: readonly string[]): readonly string[] {
  return output.filter((line) => line.trim() !== '');
}

/** dpkg's two lines, and what the script wrote before them. */
function isAboutScript(written: readonly string[], index: number): boolean {
  const following = written.slice(index, index + SCRIPT_LINES + 1);
  const distance = following.findIndex((line) => DPKG_ERROR.test(line));
  return (
    DPKG_ERROR.test(written[index - 1] ?? '') ||
    (distance >= 0 && !following.slice(0, distance).some((line) => EACH_PACKAGE.test(line)))
  );
}
