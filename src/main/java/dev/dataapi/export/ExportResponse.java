package dev.dataapi.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

import dev.dataapi.endpoint.GzipEncoding;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * The answer with an export, whose headers are set with its first part.
 */
final class ExportResponse {

	private static final int BUFFER = 8 * 1024;

	private final Export export;

	private final HttpServletResponse response;

	private final boolean gzip;

	private @Nullable OutputStream out;

	ExportResponse(Export export, HttpServletRequest request, HttpServletResponse response) {
		this.export = export;
		this.response = response;
		this.gzip = GzipEncoding.isAccepted(request);
	}

	/** Sets the headers. */
	OutputStream begin() throws IOException {
		this.response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		// RFC 9211: the cache is not meant for it
		this.response.setHeader("Cache-Status", "data-api; fwd=bypass");
		this.response.setHeader(HttpHeaders.VARY, "Accept, Accept-Encoding");
		this.response.setContentType(this.export.contentType());
		if (this.export.fileName() != null) {
			this.response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
					"attachment; filename=\"" + this.export.fileName() + '"');
		}
		OutputStream out = this.response.getOutputStream();
		if (this.gzip) {
			this.response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
			out = new GZIPOutputStream(out, BUFFER, true);
		}
		this.out = out;
		return out;
	}

	boolean hasBegun() {
		return this.out != null;
	}

	/**
	 * Writes a part.
	 * @param flush whether no other one waits, so that this one is to go out
	 */
	void write(byte[] part, boolean flush) throws IOException {
		OutputStream out = (this.out != null) ? this.out : begin();
		out.write(part);
		if (flush) {
			out.flush();
		}
	}

	/** Writes the end, by which the caller knows that it has all. */
	void end() throws IOException {
		OutputStream out = (this.out != null) ? this.out : begin();
		out.close();
	}

}
