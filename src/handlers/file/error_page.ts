/**
 * The page of an error for people, on screens of any size.
 *
 * @module
 */

/** A %-format with the names `code`, `message` and `explain`. */
export const ERROR_PAGE = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%(code)d %(message)s</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 4rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.25; }
</style>
</head>
<body>
<h1>%(code)d %(message)s</h1>
<p>%(explain)s.</p>
</body>
</html>
`;
