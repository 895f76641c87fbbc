/**
 * Random programs are compiled and run by Go, and what they probe must be among what the analysis finds. More of them by hand:
 * `PROGRAMS=200 SEED=5 npx vitest run src/code/go/differential`.
 */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compare, eventsOf } from '../../../test/support/differential.ts';
import { analysed } from '../../../test/support/probing.ts';
import { GO_MAIN, randomGo } from '../../../test/support/random-go.ts';
import { tree } from '../../../test/tree.ts';
import { go } from './language.ts';

/** What each program finds beside it: a run ends after so many rounds and calls. */
const PROBES = `
import (
	"encoding/json"
	"strings"
	"sync"
)

var lock sync.Mutex
var seen = map[string]bool{}
var ticks = 0
var over = false

func end() { over = true; panic("over") }

func tick() {
	lock.Lock()
	ticks++
	count := ticks
	lock.Unlock()
	if over || count > 300 { end() }
}

func cap(s string) string {
	if over || len(s) > 100 { end() }
	return s
}

func probe(s string) {
	lock.Lock()
	defer lock.Unlock()
	if !over && !strings.Contains(s, "%!") { seen[s] = true }
}

func one(e Event) {
	defer func() { _ = recover() }()
	handler(e)
}

func Run(events []string) []string {
	for _, text := range events {
		var e Event
		if json.Unmarshal([]byte(text), &e) == nil && !over { one(e) }
	}
	out := []string{}
	for s := range seen { out = append(out, s) }
	return out
}
`;

/** Runs every program with the events of its argument; one that waits for ever is left alone. */
const driver = (count: number): string => `package main

import (
	"encoding/json"
	"os"
	"time"
${Array.from({ length: count }, (_, i) => `\t"probes/p${i}"`).join('\n')}
)

func main() {
	var events []string
	_ = json.Unmarshal([]byte(os.Args[1]), &events)
	out := [][]string{}
	for _, run := range []func([]string) []string{${Array.from({ length: count }, (_, i) => `p${i}.Run`).join(', ')}} {
		done := make(chan []string, 1)
		go func() { done <- run(events) }()
		select {
		case seen := <-done:
			out = append(out, seen)
		case <-time.After(2 * time.Second):
			out = append(out, []string{})
		}
	}
	_ = json.NewEncoder(os.Stdout).Encode(out)
}
`;

const isThere = spawnSync('go', ['version']).status === 0;
const numRuns = Number(process.env.PROGRAMS ?? 12);
const seed = Number(process.env.SEED ?? 1);

function probed(sources: readonly string[]): readonly ReadonlySet<string>[] {
  const packages = sources.flatMap((source, i): [string, string][] => {
    const own = source.replace('package main', `package p${i}`).replace(/\t"(context|github.com\/aws\/aws-lambda-go\/lambda)"\n/g, '');
    return [
      [`p${i}/app.go`, own.replace(GO_MAIN, '')],
      [`p${i}/probes.go`, `package p${i}\n${PROBES}`],
    ];
  });
  const root = tree({ 'go.mod': 'module probes\n\ngo 1.24\n', 'main.go': driver(sources.length), ...Object.fromEntries(packages) });
  const built = spawnSync('go', ['build', '-gcflags=-N -l', '-o', 'driver', '.'], { cwd: root });
  if (built.status !== 0) throw new Error(String(built.stderr));
  const seen = sources.map(() => new Set<string>());
  for (const round of [1, 2, 3, 4]) {
    const events = eventsOf(round, 4).map((event) =>
      JSON.stringify({ Flag: event.flag, Kind: event.kind, N: event.n, Items: event.items }),
    );
    const { stdout, stderr, status } = spawnSync(`${root}/driver`, [JSON.stringify(events)], { maxBuffer: 2 ** 28 });
    if (status !== 0) throw new Error(String(stderr));
    (JSON.parse(String(stdout)) as string[][]).forEach((texts, i) => {
      for (const text of texts) seen[i]?.add(text);
    });
  }
  return seen;
}

describe('a random program', () => {
  beforeAll(() => go.prepare());

  it('probes nothing that the analysis does not find', { timeout: 120_000 + numRuns * 1000 }, ({ skip }) => {
    if (!isThere) skip('go is not on this machine');
    const programs = fc.sample(fc.array(fc.nat(999), { minLength: 40, maxLength: 300, size: 'max' }), { numRuns, seed }).map(randomGo);
    const seen = probed(programs);
    let followed = 0;
    for (const [i, source] of programs.entries()) {
      const files = { 'main.go': source, 'go.mod': 'module probes\n\ngo 1.24\n\nrequire github.com/aws/aws-lambda-go v1.47.0\n' };
      const analysis = analysed(go, files, { runtime: 'provided.al2023', handler: 'bootstrap' });
      if (analysis.lost.length > 0) continue;
      followed++;
      expect(compare(analysis, seen[i] ?? new Set()).missed, source).toEqual([]);
    }
    // what is reported as not followed is not missed, but must stay rare
    expect(followed).toBeGreaterThan(numRuns * 0.8);
  });
});
