import { assert, assertEquals } from "@std/assert";
import { formatHelp, formatUsage } from "../../src/cli/help.ts";
import { flagsOf, OPTIONS } from "../../src/cli/options.ts";

/** Options of all kinds, for the layout. */
const SOME = OPTIONS.filter(({ name }) =>
  [
    ...["help", "cgi", "bind", "directory", "protocol", "header", "content-type", "workers"],
    ...["trust-proxy", "health", "metrics"],
    ...["tls-cert", "tls-key", "tls-password-file", "tls-self-signed"],
  ].includes(name)
);

/** What CPython 3.13's `argparse` prints for the same options, and `COLUMNS=80`. */
const HELP_80 = `\
usage: http-server [-h] [-b ADDRESS] [-d DIRECTORY] [-p VERSION]
                   [-H NAME VALUE] [--content-type TYPE] [--workers N]
                   [--trust-proxy ADDRESS] [--health PATH] [--metrics PATH]
                   [--tls-cert PATH] [--tls-key PATH]
                   [--tls-password-file PATH] [--tls-self-signed[=DIR]]
                   [--cgi]
                   [port] [directory]

positional arguments:
  port                  bind to this port (default: 8000, or the next that is
                        free)
  directory             serve this directory, as with --directory

options:
  -h, --help            show this help message and exit
  -b, --bind ADDRESS    bind to this address, or to unix:PATH, or to the
                        socket fd:N that was handed over (default: all
                        interfaces); may be given more than once
  -d, --directory DIRECTORY
                        serve this directory (default: current directory)
  -p, --protocol VERSION
                        conform to this HTTP version (default: HTTP/1.1)
  -H, --header NAME VALUE
                        add this field to answers with files and listings; may
                        be given more than once
  --content-type TYPE   media type of files of which it is not known (default:
                        application/octet-stream)

operation:
  --workers N           serve with N event loops, auto for one a core
                        (default: 1); needs --unstable-net
  --trust-proxy ADDRESS
                        believe what this proxy, or those of a network such as
                        10.0.0.0/8, say of the client; may be given more than
                        once
  --health PATH         answer requests for this path with ok
  --metrics PATH        answer requests for this path with figures for
                        Prometheus

TLS:
  --tls-cert PATH       path to the TLS certificate chain file
  --tls-key PATH        path to the TLS key file (default: the certificate
                        chain file)
  --tls-password-file PATH
                        path to the password file for the TLS key
  --tls-self-signed[=DIR]
                        make a TLS certificate, and keep it in this directory
                        (default: with the user's data)

CGI:
  --cgi                 run as CGI server
`;

/** The same with `COLUMNS=60`. */
const HELP_60 = `\
usage: http-server [-h] [-b ADDRESS] [-d DIRECTORY]
                   [-p VERSION] [-H NAME VALUE]
                   [--content-type TYPE] [--workers N]
                   [--trust-proxy ADDRESS] [--health PATH]
                   [--metrics PATH] [--tls-cert PATH]
                   [--tls-key PATH]
                   [--tls-password-file PATH]
                   [--tls-self-signed[=DIR]] [--cgi]
                   [port] [directory]

positional arguments:
  port                  bind to this port (default: 8000,
                        or the next that is free)
  directory             serve this directory, as with
                        --directory

options:
  -h, --help            show this help message and exit
  -b, --bind ADDRESS    bind to this address, or to
                        unix:PATH, or to the socket fd:N
                        that was handed over (default: all
                        interfaces); may be given more
                        than once
  -d, --directory DIRECTORY
                        serve this directory (default:
                        current directory)
  -p, --protocol VERSION
                        conform to this HTTP version
                        (default: HTTP/1.1)
  -H, --header NAME VALUE
                        add this field to answers with
                        files and listings; may be given
                        more than once
  --content-type TYPE   media type of files of which it is
                        not known (default:
                        application/octet-stream)

operation:
  --workers N           serve with N event loops, auto for
                        one a core (default: 1); needs
                        --unstable-net
  --trust-proxy ADDRESS
                        believe what this proxy, or those
                        of a network such as 10.0.0.0/8,
                        say of the client; may be given
                        more than once
  --health PATH         answer requests for this path with
                        ok
  --metrics PATH        answer requests for this path with
                        figures for Prometheus

TLS:
  --tls-cert PATH       path to the TLS certificate chain
                        file
  --tls-key PATH        path to the TLS key file (default:
                        the certificate chain file)
  --tls-password-file PATH
                        path to the password file for the
                        TLS key
  --tls-self-signed[=DIR]
                        make a TLS certificate, and keep
                        it in this directory (default:
                        with the user's data)

CGI:
  --cgi                 run as CGI server
`;

for (const [width, help] of [[80, HELP_80], [60, HELP_60]] as const) {
  Deno.test(`formatHelp() lays out as argparse does when the terminal is ${width} wide`, () => {
    assertEquals(formatHelp(width, SOME), help);
  });

  Deno.test(`formatUsage() is the beginning of the help when the terminal is ${width} wide`, () => {
    assertEquals(formatUsage(width, SOME), help.slice(0, help.indexOf("\n\n") + 1));
  });
}

Deno.test("formatUsage() is one line when the terminal is wide enough", () => {
  assertEquals(
    formatUsage(1000, SOME),
    "usage: http-server [-h] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [-H NAME VALUE] [--cont" +
      "ent-type TYPE] [--workers N] [--trust-proxy ADDRESS] [--health PATH] [--metrics PATH] [--t" +
      "ls-cert PATH] [--tls-key PATH] [--tls-password-file PATH] [--tls-self-signed[=DIR]] [--cgi] [port] [directory]\n",
  );
});

Deno.test("formatHelp() has an entry for each option", async (t) => {
  const lines = formatHelp(80).split("\n");
  for (const option of OPTIONS) {
    const flags = flagsOf(option).join(", ");
    await t.step(flags, () => {
      assert(lines.some((line) => line.startsWith(`  ${flags}`)));
      assert(option.help.length > 0);
    });
  }
});

Deno.test("formatUsage() leaves the options to the help when there are too many", () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    name: `option-${index}`,
    help: "",
    apply: (): void => {},
  }));
  assertEquals(formatUsage(80, many), "usage: http-server [options] [port] [directory]\n");
});

Deno.test("docs/command.md has each option in a table", () => {
  const text = Deno.readTextFileSync(new URL("../../docs/command.md", import.meta.url));
  const rows = text.split("\n").filter((line) => line.startsWith("| "));
  for (const option of OPTIONS) {
    const flag = new RegExp(`\`--${option.name}\\b`);
    assert(rows.some((row) => flag.test(row)), `It says nothing of --${option.name}`);
  }
});
