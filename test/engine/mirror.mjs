// An HTTP proxy that lets Debian 11 look as if it had left Debian's mirrors for the archive host: the mirrors answer 404,
// the archive answers with what the mirror of this machine has. The image python:3.9.2 of the test engine sends apt here.
//
// usage: node mirror.mjs PORT DEBIAN_MIRROR
import http from 'node:http';
import https from 'node:https';

const [port, mirror] = process.argv.slice(2);
const archive = 'http://archive.debian.org';
// In place of the security suite, whose files the mirrors have in part only, the archive shows another small one: what
// matters is that there are two repositories, signed by Debian, and that what they list can be fetched.
const archived = new Map([
  [`${archive}/debian-security/dists/bullseye-security/`, `${mirror}/dists/bullseye-updates/`],
  [`${archive}/debian-security/pool/`, `${mirror}/pool/`],
  [`${archive}/debian/`, `${mirror}/`],
]);

function upstreamOf(url) {
  for (const [prefix, replacement] of archived) {
    if (url.startsWith(prefix)) {
      return replacement + url.slice(prefix.length);
    }
  }
  return undefined;
}

function fetchUpstream(url, headers, answer) {
  const client = url.startsWith('https:') ? https : http;
  const request = client.get(url, { headers: { ...headers, host: new URL(url).host } }, (response) => {
    answer.writeHead(response.statusCode, response.headers);
    response.pipe(answer);
  });
  request.on('error', (error) => {
    console.log(`${url}: ${error.message}`);
    if (answer.headersSent) {
      answer.destroy();
    } else {
      answer.writeHead(502).end();
    }
  });
}

const server = http.createServer((request, answer) => {
  const upstream = upstreamOf(request.url);
  console.log(`${request.method} ${request.url} ${upstream ?? '404'}`);
  if (upstream === undefined) {
    answer.writeHead(404).end();
  } else {
    fetchUpstream(upstream, request.headers, answer);
  }
});
server.listen(Number(port), '127.0.0.1');
