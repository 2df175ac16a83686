package dev.dataapi.testserver;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import tools.jackson.core.JsonGenerator;

/**
 * Keeps the rows of large results as chunks, which clients fetch from a second port, as
 * they do from the storage of Snowflake's cloud provider.
 */
final class ResultStorage {

	/** More than the results of one test. */
	private static final int REMEMBERED = 1000;

	/** What a client has to repeat to be given a chunk. */
	private static final String KEY = "x-result-key";

	private final Map<String, byte[]> chunks = new LinkedHashMap<>();

	private volatile int rows = Integer.MAX_VALUE;

	private volatile String url = "";

	/** The address of the second port. */
	void url(String url) {
		this.url = url;
	}

	/** How many rows an answer holds at most, and each chunk of what is left. */
	void rows(int rows) {
		this.rows = rows;
	}

	/** The rows that the answer itself holds. */
	<T> List<T> inline(List<T> all) {
		return all.subList(0, Math.min(this.rows, all.size()));
	}

	/** Stores the other rows and says where they are, if there are any. */
	void describe(JsonGenerator json, String queryId, List<String[]> all, Function<List<String[]>, byte[]> format) {
		if (all.size() <= this.rows) {
			return;
		}
		json.writeObjectPropertyStart("chunkHeaders");
		json.writeStringProperty(KEY, queryId);
		json.writeEndObject();
		json.writeArrayPropertyStart("chunks");
		for (int from = this.rows; from < all.size(); from += this.rows) {
			List<String[]> part = all.subList(from, Math.min(from + this.rows, all.size()));
			byte[] body = format.apply(part);
			String path = "/results/" + queryId + "/" + from;
			store(path, body);
			json.writeStartObject();
			json.writeStringProperty("url", this.url + path);
			json.writeNumberProperty("rowCount", part.size());
			json.writeNumberProperty("uncompressedSize", body.length);
			json.writeNumberProperty("compressedSize", body.length);
			json.writeEndObject();
		}
		json.writeEndArray();
	}

	/** A chunk in JSON, without the outermost brackets. */
	static byte[] json(List<String[]> rows) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (String[] row : rows) {
			if (body.size() > 0) {
				body.write(',');
			}
			body.writeBytes(Json.write(row));
		}
		return body.toByteArray();
	}

	private void store(String path, byte[] body) {
		synchronized (this.chunks) {
			if (this.chunks.size() == REMEMBERED) {
				this.chunks.remove(this.chunks.keySet().iterator().next());
			}
			this.chunks.put(path, body);
		}
	}

	/**
	 * The chunk; 403 without the key or if there is none, as the cloud providers answer.
	 */
	HttpAnswer answer(HttpRequest request) {
		byte[] body;
		synchronized (this.chunks) {
			body = this.chunks.get(request.path());
		}
		boolean allowed = request.path().startsWith("/results/" + request.headers().get(KEY) + "/");
		return (body != null && allowed) ? new HttpAnswer(200, "binary/octet-stream", body, body.length)
				: HttpAnswer.html(403);
	}

	void reset() {
		this.rows = Integer.MAX_VALUE;
		synchronized (this.chunks) {
			this.chunks.clear();
		}
	}

}
