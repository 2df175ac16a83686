package dev.dataapi.warehouse.snowflake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import net.snowflake.client.jdbc.internal.apache.http.HttpEntity;
import net.snowflake.client.jdbc.internal.apache.http.client.methods.HttpUriRequest;
import net.snowflake.client.jdbc.internal.apache.http.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of an answer to a statement, looked at while the driver reads it: the driver
 * takes an answer that lacks its rows for one of no rows.
 */
final class AnswerCheck extends FilterInputStream {

	/** In bytes, the steps in which answers are counted: most are smaller. */
	private static final int COUNTED_BYTES = 16 * 1024;

	/**
	 * How many times smaller the bytes of a chunk weigh than those of the answer: the
	 * driver reads chunks one by one, into less than half of the memory.
	 */
	private static final int CHUNKS_PER_ANSWER = 3;

	private static final JsonFactory JSON = new JsonFactory();

	private final JsonParser parser = JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());

	private final ByteArrayFeeder feeder = (ByteArrayFeeder) this.parser.nonBlockingInputFeeder();

	private int depth;

	/** The names on the way to the current token: below the root, data and chunks. */
	private final @Nullable String[] path = new String[4];

	private boolean success;

	private @Nullable String code;

	private int columns;

	private boolean rows;

	/** Whether the rows are in Arrow's format. */
	private boolean binary;

	/** Whether the answer itself has rows in that format. */
	private boolean binaryRows;

	private int cells;

	private int fewestCells = Integer.MAX_VALUE;

	private int mostCells;

	private long found;

	private long returned = -1;

	/** In bytes, the chunks that are fetched after the answer. */
	private long chunkBytes;

	private long largestChunk;

	private final DriverCall call;

	private boolean done;

	private long bytes;

	private long counted;

	private AnswerCheck(InputStream body, DriverCall call) {
		super(body);
		this.call = call;
	}

	/** Whether the answer to a request may hold rows. */
	static boolean concerns(HttpUriRequest request) {
		String path = request.getURI().getPath();
		return path != null && (path.equals("/queries/v1/query-request")
				|| (path.startsWith("/queries/") && path.endsWith("/result")));
	}

	/**
	 * The same body, which is looked at while it is read.
	 * @param body an answer's body
	 * @param call is told what is wrong with it, once it has been read
	 */
	static HttpEntity of(HttpEntity body, DriverCall call) {
		return new HttpEntityWrapper(body) {
			@Override
			public InputStream getContent() throws IOException {
				return new AnswerCheck(super.getContent(), call);
			}
		};
	}

	private void add(byte[] bytes, int offset, int length) {
		this.feeder.feedInput(bytes, offset, offset + length);
		for (JsonToken token = this.parser.nextToken(); token != JsonToken.NOT_AVAILABLE
				&& token != null; token = this.parser.nextToken()) {
			take(token);
		}
	}

	private void take(JsonToken token) {
		if (token.isStructEnd()) {
			this.depth--;
			if (this.depth == 3 && isIn("rowset")) {
				this.fewestCells = Math.min(this.fewestCells, this.cells);
				this.mostCells = Math.max(this.mostCells, this.cells);
			}
			return;
		}
		if (token == JsonToken.PROPERTY_NAME) {
			if (this.depth <= this.path.length) {
				this.path[this.depth - 1] = this.parser.currentName();
			}
			return;
		}
		switch (this.depth) {
			case 1 -> member(token);
			case 2 -> memberOfData(token);
			case 3 -> element(token);
			case 4 -> part(token);
			default -> {
			}
		}
		if (token.isStructStart()) {
			this.depth++;
		}
	}

	private void member(JsonToken token) {
		if ("success".equals(this.path[0])) {
			this.success = token != JsonToken.VALUE_FALSE && token != JsonToken.VALUE_NULL;
		}
		else if ("code".equals(this.path[0]) && token == JsonToken.VALUE_STRING) {
			this.code = this.parser.getString();
		}
	}

	private boolean isIn(String member) {
		return "data".equals(this.path[0]) && member.equals(this.path[1]);
	}

	/** A column, or a row. */
	private void element(JsonToken token) {
		if (isIn("rowtype")) {
			this.columns++;
		}
		else if (isIn("rowset")) {
			this.found++;
			this.cells = 0;
			if (token != JsonToken.START_ARRAY) {
				this.fewestCells = 0;
			}
		}
	}

	/** A cell of a row, or a member of a chunk. */
	private void part(JsonToken token) {
		if (isIn("rowset")) {
			this.cells++;
		}
		else if (token == JsonToken.VALUE_NUMBER_INT && isIn("chunks")) {
			switch (String.valueOf(this.path[3])) {
				case "rowCount" -> this.found += this.parser.getLongValue();
				case "uncompressedSize" -> {
					this.chunkBytes += this.parser.getLongValue();
					this.largestChunk = Math.max(this.largestChunk, this.parser.getLongValue());
				}
				default -> {
				}
			}
		}
	}

	private void memberOfData(JsonToken token) {
		if (!"data".equals(this.path[0])) {
			return;
		}
		switch (String.valueOf(this.path[1])) {
			case "rowset" -> this.rows = token == JsonToken.START_ARRAY;
			case "rowsetBase64" -> {
				this.binary = token == JsonToken.VALUE_STRING;
				this.binaryRows = this.binary && this.parser.getStringLength() > 0;
			}
			case "returned" -> this.returned = (token == JsonToken.VALUE_NUMBER_INT) ? this.parser.getLongValue() : -1;
			default -> {
			}
		}
	}

	/** Whether the statement still runs, so that the driver asks again. */
	private boolean isRunning() {
		return this.code != null && this.code.startsWith("33333");
	}

	/** What is wrong with the answer, if anything is. */
	private @Nullable String defect() {
		if (!this.success || isRunning()) {
			return null;
		}
		if (this.columns == 0) {
			return "it has no columns";
		}
		if (this.binary) {
			return (!this.binaryRows && this.returned > this.found)
					? "it has " + this.found + " of " + this.returned + " rows" : null;
		}
		if (!this.rows && this.found == 0) {
			return "it has no rows, not even an empty list";
		}
		if (this.mostCells > this.columns || this.fewestCells < this.columns) {
			return "it has rows of other cells than its " + this.columns + " columns";
		}
		if (this.returned > this.found) {
			return "it has " + this.found + " of " + this.returned + " rows";
		}
		return null;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int read = super.read(bytes, offset, length);
		if (!this.done) {
			try {
				if (read > 0) {
					add(bytes, offset, read);
				}
				else if (read < 0) {
					this.done = true;
					judge();
				}
			}
			catch (JacksonException ex) {
				// The driver finds the same
				this.done = true;
			}
		}
		if (read > 0) {
			count(read);
		}
		return read;
	}

	private void count(int read) throws IOException {
		this.bytes += read;
		long held = this.call.isStreamed() ? Math.min(this.chunkBytes, 2 * this.largestChunk) : this.chunkBytes;
		long all = this.bytes + held / CHUNKS_PER_ANSWER;
		if (all - this.counted >= COUNTED_BYTES) {
			this.counted = all;
			this.call.received(all);
		}
	}

	private void judge() throws IOException {
		// Empty, or whole but without a verdict: the driver would write it to a file in
		// the working directory
		if (this.depth == 0 && !this.success && this.code == null) {
			throw new IOException("Not an answer of Snowflake: it has neither success nor a code");
		}
		String defect = defect();
		if (defect != null) {
			this.call.defective(defect);
		}
	}

}
