package dev.dataapi;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends a request exactly as written, even one that no HTTP client would send.
 */
public final class RawRequest {

	private RawRequest() {
	}

	/** Sends {@code GET target} with some headers. */
	public static Answer get(int port, String target, String... headers) throws IOException {
		return ask(port, "GET " + target, headers);
	}

	/** Sends a method and a target with some headers, and no body. */
	public static Answer ask(int port, String line, String... headers) throws IOException {
		return send(port,
				line + " HTTP/1.1\r\nHost: localhost\r\n"
						+ Stream.of(headers).map((header) -> header + "\r\n").collect(Collectors.joining())
						+ "Connection: close\r\n\r\n");
	}

	/** Sends text in UTF-8 to a port of this machine; fails after 20 seconds. */
	public static Answer send(int port, String request) throws IOException {
		return send("127.0.0.1", port, request);
	}

	/** The same from an address such as 127.0.0.2. */
	public static Answer send(String from, int port, String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0)) {
			socket.setSoTimeout(20_000);
			OutputStream out = socket.getOutputStream();
			out.write(request.getBytes(StandardCharsets.UTF_8));
			out.flush();
			return Answer.of(socket.getInputStream().readAllBytes());
		}
	}

	/** A response, with its headers by lower-case name and its body, without chunks. */
	public record Answer(int status, Map<String, String> headers, String body) {

		static Answer of(byte[] bytes) {
			// One character for each byte, as the lengths of chunks count them
			String text = new String(bytes, StandardCharsets.ISO_8859_1);
			int end = text.indexOf("\r\n\r\n");
			String[] lines = text.substring(0, end).split("\r\n");
			Map<String, String> headers = new TreeMap<>();
			for (int i = 1; i < lines.length; i++) {
				String[] header = lines[i].split(": ?", 2);
				headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
			}
			String sent = text.substring(end + 4);
			String body = "chunked".equals(headers.get("transfer-encoding")) ? joined(sent) : sent;
			return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers,
					new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
		}

		private static String joined(String chunks) {
			StringBuilder body = new StringBuilder();
			int start = 0;
			while (start < chunks.length()) {
				int line = chunks.indexOf("\r\n", start);
				int length = Integer.parseInt(chunks.substring(start, line), 16);
				body.append(chunks, line + 2, line + 2 + length);
				start = line + 2 + length + 2;
			}
			return body.toString();
		}

	}

}
