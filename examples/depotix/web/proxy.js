import { NextResponse } from 'next/server';
import { readVersion } from './version.js';

const version = readVersion();

/** Puts the running version on every answer, so that anybody can see from outside which container answered. */
export function proxy() {
  const response = NextResponse.next();
  response.headers.set('x-version', version);
  return response;
}
