import { describe, expect, test } from 'vitest';
import { chooseApi, newestApi } from '../../src/docker/api-version.ts';
import {
  EngineError,
  isConnectionProblem,
  notAnswering,
  problemOfStatus,
  toEngineError,
} from '../../src/docker/engine-error.ts';

const subject = { endpoint: 'unix:///var/run/docker.sock', timeoutMs: 5_000 };
const errno = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('O-DAEMON-1: no access is not no daemon', () => {
  test.each([
    ['EACCES', 'no-permission', "Can't open /var/run/docker.sock: permission denied", /group docker/],
    ['ENOENT', 'no-socket', 'No Docker Engine here: /var/run/docker.sock does not exist', /systemctl status docker/],
    [
      'ECONNREFUSED',
      'refused',
      'Docker Engine is down: nobody listens at /var/run/docker.sock',
      /systemctl start docker/,
    ],
  ])('%s is %s', (code, problemCode, message, step) => {
    const { problem } = toEngineError(errno(code), subject);
    expect(problem).toMatchObject({ code: problemCode, message });
    expect(problem.nextSteps.join('\n')).toMatch(step);
  });

  test('a socket that takes connections and never answers is named as such, with the limit', () => {
    expect(notAnswering(subject)).toMatchObject({
      code: 'not-answering',
      message: 'Docker Engine is not answering at /var/run/docker.sock: no answer within 5 s',
    });
  });

  test('the four messages differ', () => {
    const messages = ['EACCES', 'ENOENT', 'ECONNREFUSED'].map(code => toEngineError(errno(code), subject).message);
    expect(new Set([...messages, notAnswering(subject).message]).size).toBe(4);
  });
});

test.each([
  ['ECONNRESET', 'died'],
  ['EPIPE', 'died'],
  ['ENOTFOUND', 'name-unknown'],
  ['EHOSTUNREACH', 'not-answering'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['EMFILE', 'unknown'],
])('errno %s is the problem %s', (code, problemCode) => {
  expect(toEngineError(errno(code), subject).code).toBe(problemCode);
});

test('a name with several addresses fails with the error of the first', () => {
  const error = Object.assign(new Error('all failed'), { errors: [errno('ECONNREFUSED'), errno('ENETUNREACH')] });
  expect(toEngineError(error, subject).code).toBe('refused');
});

test('an error of ours is handed through as it is', () => {
  const error = new EngineError(notAnswering(subject));
  expect(toEngineError(error, subject)).toBe(error);
});

test.each([
  [404, 'No such container: x', 'not-found', 'No such container: x'],
  [
    409,
    'cannot start a paused container, try unpause instead',
    'conflict',
    'cannot start a paused container, try unpause instead',
  ],
  [500, 'no space left on device', 'server-error', 'Docker Engine answered 500: no space left on device'],
  [502, '', 'server-error', 'Docker Engine answered 502: HTTP 502'],
  [403, 'authorization denied', 'no-permission', 'Docker Engine refuses this call: authorization denied'],
  [
    400,
    'client version 1.51 is too new. Maximum supported API version is 1.40',
    'api-too-old',
    expect.stringContaining('older'),
  ],
  [
    400,
    'client version 1.41 is too old. Minimum supported API version is 1.44',
    'api-too-new',
    expect.stringContaining('newer'),
  ],
  [400, 'Client sent an HTTP request to an HTTPS server.', 'tls', expect.stringContaining('DOCKER_TLS_VERIFY')],
])('the answer %i "%s" is the problem %s', (status, words, code, message) => {
  expect(problemOfStatus(status, words, subject)).toMatchObject({ code, message });
});

test('only what cuts us off from the engine is a problem of the connection', () => {
  expect(
    ['died', 'refused', 'not-answering', 'no-socket', 'tls', 'ssh'].every(code => isConnectionProblem(code as 'died')),
  ).toBe(true);
  expect(['not-found', 'conflict', 'server-error', 'aborted'].some(code => isConnectionProblem(code as 'died'))).toBe(
    false,
  );
});

describe('the API version', () => {
  test.each([
    ['1.41', null, '1.41'],
    ['1.45', '1.24', '1.45'],
    ['1.52', '1.44', newestApi],
  ])('engine %s (at least %s): %s', (engine, minimum, version) => {
    expect(chooseApi(engine, minimum)).toEqual({ version });
  });

  test.each([
    ['1.40', null, 'api-too-old', /20\.10 or newer/],
    ['1.70', '1.60', 'api-too-new', /Update the console/],
    ['', null, 'unreadable-answer', /Is it a Docker Engine/],
  ])('engine %s (at least %s) has none in common with us', (engine, minimum, code, step) => {
    const chosen = chooseApi(engine, minimum);
    expect(chosen).toMatchObject({ problem: { code } });
    expect('problem' in chosen ? chosen.problem.nextSteps.join() : '').toMatch(step);
  });
});
