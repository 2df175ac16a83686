package dev.dataapi.testserver;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request, read completely and decompressed.
 */
record HttpRequest(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {

	private static final int LONGEST_LINE = 65_536;

	/** Reads the next request; null if the client has closed the connection. */
	static @Nullable HttpRequest read(InputStream in, OutputStream out) throws IOException {
		String line = line(in);
		if (line == null) {
			return null;
		}
		String[] start = line.split(" ", 3);
		if (start.length != 3) {
			throw new IOException("Not a request line");
		}
		Map<String, String> headers = headers(in);
		if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
			out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}
		byte[] body = body(in, headers);
		int question = start[1].indexOf('?');
		String path = (question < 0) ? start[1] : start[1].substring(0, question);
		return new HttpRequest(start[0], path, query((question < 0) ? "" : start[1].substring(question + 1)), headers,
				body);
	}

	/** The token of {@code Authorization: Snowflake Token="..."}, or null. */
	@Nullable String token() {
		String value = this.headers.get("authorization");
		int from = (value != null) ? value.indexOf("Token=\"") : -1;
		return (from < 0) ? null : value.substring(from + 7, value.lastIndexOf('"'));
	}

	/** Whether the client will close the connection after the answer. */
	boolean last() {
		return "close".equalsIgnoreCase(this.headers.get("connection"));
	}

	private static Map<String, String> headers(InputStream in) throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
			}
		}
		return headers;
	}

	private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
		byte[] body = "chunked".equalsIgnoreCase(headers.get("transfer-encoding")) ? chunks(in)
				: exactly(in, Integer.parseInt(headers.getOrDefault("content-length", "0")));
		if (body.length > 0 && "gzip".equalsIgnoreCase(headers.get("content-encoding"))) {
			return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
		}
		return body;
	}

	private static byte[] chunks(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		while (true) {
			String size = line(in);
			if (size == null) {
				throw new EOFException("Ended inside a chunked body");
			}
			int length = Integer.parseInt(size.split(";", 2)[0].trim(), 16);
			body.write(exactly(in, length));
			line(in);
			if (length == 0) {
				return body.toByteArray();
			}
		}
	}

	private static byte[] exactly(InputStream in, int length) throws IOException {
		byte[] bytes = in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("Ended inside a body");
		}
		return bytes;
	}

	private static @Nullable String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder(128);
		for (int next = in.read(); next != '\n'; next = in.read()) {
			if (next < 0) {
				return null;
			}
			if (line.length() == LONGEST_LINE) {
				throw new IOException("Line too long");
			}
			line.append((char) next);
		}
		int length = line.length();
		return (length > 0 && line.charAt(length - 1) == '\r') ? line.substring(0, length - 1) : line.toString();
	}

	private static Map<String, String> query(String text) {
		Map<String, String> query = new HashMap<>();
		for (String pair : text.split("&")) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				query.put(pair.substring(0, equals),
						URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
			}
		}
		return query;
	}

}
