/** Steps as mopy and as Dockerfiles name them; base images, helpers and exporters are none. */
const STEP = /^\[(?:\S+ +)?\d+\/\d+\] (?!FROM )/;

/**
 * The work of a build, by the daemon's progress in JSON.
 *
 * @returns seconds that exporting the layers took, the number of steps and of those that ran, and when these did
 */
export function stepsOf(progress) {
  const vertices = new Map();
  // A daemon tells of the runs of builds before this one too; those have ended when they are first told of.
  const begun = new Set();
  let exported = 0;
  for (const line of progress.split('\n').filter((text) => text.startsWith('{'))) {
    const { vertexes = [], statuses = [] } = JSON.parse(line);
    for (const vertex of vertexes) {
      vertices.set(vertex.digest, { ...vertices.get(vertex.digest), ...vertex });
      if (!vertex.completed) {
        begun.add(vertex.digest);
      }
    }
    for (const { id, started, completed } of statuses) {
      if (id === 'exporting layers' && completed && begun.has(id)) {
        exported = seconds(started, completed);
      } else if (!completed) {
        begun.add(id);
      }
    }
  }
  const steps = [...vertices.values()].filter(({ name = '' }) => STEP.test(name));
  const ran = steps.filter(({ cached, digest }) => !cached && begun.has(digest));
  return { exported, steps: count(steps), ran: count(ran), times: ran.map(timeOf) };
}

/** Both halves of a linked copy have one name. */
function count(steps) {
  return new Set(steps.map(({ name }) => name)).size;
}

function timeOf({ name, started, completed }) {
  return { name, started: Date.parse(started), seconds: seconds(started, completed) };
}

function seconds(from, to) {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
