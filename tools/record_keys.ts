/**
 * Records private keys in all the forms that OpenSSL 3 writes, with certificates for them.
 *
 *     deno run --allow-run=openssl --allow-write --allow-read tools/record_keys.ts FILE
 *
 * @module
 */

/** The password of those that are encrypted. It is none of ASCII alone, to show the encoding. */
const PASSWORD = "some päss";

/** A key in one of its forms. */
interface RecordedKey {
  /** Which form. */
  readonly form: string;
  /** Which key. */
  readonly key: string;
  /** The key as PEM. */
  readonly pem: string;
}

/** The keys, by the arguments that make them. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  "RSA": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  "P-256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  "P-384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
  "P-521": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
  "Ed25519": ["-algorithm", "ED25519"],
  "Ed448": ["-algorithm", "ED448"],
};

const LEGACY = ["-provider", "default", "-provider", "legacy"];

/** Forms that are not encrypted, with the keys that have them. */
const PLAIN: readonly (readonly [form: string, key: string, args: readonly string[]])[] = [
  ...Object.keys(KEYS).map((key) => ["PKCS#8", key, ["pkey"]] as const),
  ["PKCS#1", "RSA", ["rsa", "-traditional"]],
  ["SEC 1", "P-256", ["ec"]],
  ["SEC 1", "P-384", ["ec"]],
];

/** Encrypted forms. */
const ENCRYPTED: readonly (readonly [form: string, key: string, args: readonly string[]])[] = [
  ["PBES2, as it comes", "RSA", ["pkcs8", "-topk8"]],
  ["PBES2, as it comes", "P-256", ["pkcs8", "-topk8"]],
  ["PBES2, as it comes", "Ed25519", ["pkcs8", "-topk8"]],
  ...["aes-128-cbc", "aes-192-cbc", "des3", "camellia256"].map((cipher) =>
    [`PBES2, ${cipher}`, "P-256", ["pkcs8", "-topk8", "-v2", cipher]] as const
  ),
  ...["SHA1", "SHA224", "SHA384", "SHA512"].map((hash) =>
    [`PBES2, ${hash}`, "P-256", ["pkcs8", "-topk8", "-v2prf", `hmacWith${hash}`]] as const
  ),
  ["PBES2, scrypt", "P-256", ["pkcs8", "-topk8", "-scrypt"]],
  ...["MD5-DES", "SHA1-DES", "SHA1-3DES", "SHA1-RC2-40", "SHA1-RC4-128"].map((scheme) =>
    [`PBES1, ${scheme}`, "P-256", ["pkcs8", "-topk8", "-v1", `PBE-${scheme}`, ...LEGACY]] as const
  ),
  ["DEK-Info, aes256", "RSA", ["rsa", "-traditional", "-aes256"]],
  ...["aes128", "aes192", "aes256", "des3", "camellia256"].map((cipher) =>
    [`DEK-Info, ${cipher}`, "P-256", ["ec", `-${cipher}`]] as const
  ),
];

function openssl(args: readonly string[], input = ""): string {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${dir}/in`, input);
    const files = input === ""
      ? ["-out", `${dir}/out`]
      : ["-in", `${dir}/in`, "-out", `${dir}/out`];
    const { success, stderr } = new Deno.Command("openssl", { args: [...args, ...files] })
      .outputSync();
    if (!success) throw new Error(`openssl ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
    return Deno.readTextFileSync(`${dir}/out`);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

function certificateOf(key: string): string {
  const dir = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${dir}/key`, key);
    const subject = ["-subj", "/CN=localhost", "-days", "3650"];
    return openssl(["req", "-x509", "-new", "-key", `${dir}/key`, ...subject]);
  } finally {
    Deno.removeSync(dir, { recursive: true });
  }
}

if (import.meta.main) {
  const [file = "tests/server/recorded/keys.json"] = Deno.args;
  const made = Object.fromEntries(
    Object.entries(KEYS).map(([name, args]) => [name, openssl(["genpkey", ...args])]),
  );
  const certificates = Object.fromEntries(
    Object.entries(made).map(([name, key]) => [name, certificateOf(key)]),
  );
  const plain: RecordedKey[] = PLAIN.map(([form, key, args]) => {
    return { form, key, pem: openssl(args, made[key]) };
  });
  const encrypted: RecordedKey[] = ENCRYPTED.map(([form, key, args]) => {
    return { form, key, pem: openssl([...args, "-passout", `pass:${PASSWORD}`], made[key]) };
  });
  const recorded = { password: PASSWORD, certificates, plain, encrypted };
  Deno.writeTextFileSync(file, `${JSON.stringify(recorded, undefined, 2)}\n`);
}
