import type { HealthCheck } from '../validate/mopyfile.js';
import type { HealthcheckConfiguration } from './plan.js';

/**
 * Asks a URL once and does not follow where it leads: the answer is the program's own. Certificates are not verified, as
 * the program's is for another name than the one that it has in its container.
 */
const ASK = `import http.client as h, ssl, sys, urllib.parse as p
u = p.urlsplit(sys.argv[1])
c = h.HTTPSConnection(u.netloc, context=ssl._create_unverified_context()) if u.scheme == "https" else h.HTTPConnection(u.netloc)
c.request("GET", p.urlunsplit(("", "", u.path or "/", u.query, "")))
s = c.getresponse().status
sys.exit(s >= 400 and "status %d" % s)`;

/** The health check as the image's configuration has it. Isolated from the project, whose modules could have any name. */
export function healthcheckConfiguration({
  probe,
  location: _,
  ...rest
}: HealthCheck): HealthcheckConfiguration {
  const words = probe.kind === 'url' ? ['python', '-I', '-S', '-c', ASK, probe.url] : probe.command.words;
  return { words, ...rest };
}
