package dev.dataapi.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.cache.Representation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.ErrorResponseException;

/**
 * What an endpoint's rows are written as: what a request's parameter {@code format}
 * names, or otherwise the best of what it accepts.
 */
public enum Format {

	/** An array of objects. */
	JSON("application/json", null),

	/** An object on each line. */
	NDJSON("application/x-ndjson", null),

	/** RFC 4180, with a line of names. */
	CSV("text/csv; charset=utf-8; header=present", ".csv"),

	/** CSV that a spreadsheet opens as it is meant; only by its name. */
	EXCEL("text/csv; charset=utf-8; header=present", ".csv");

	/** The parameter, unless an endpoint declares one of that name. */
	public static final String PARAMETER = "format";

	/** Tells a page that a parameter is this one, and needs no field in a form. */
	private static final String MARK = "x-answer-format";

	/** Those with a media type of their own. */
	private static final List<Format> NEGOTIATED = List.of(JSON, NDJSON, CSV);

	private final String contentType;

	private final MediaType mediaType;

	private final @Nullable String suffix;

	Format(String contentType, @Nullable String suffix) {
		this.contentType = contentType;
		this.mediaType = MediaType.parseMediaType(contentType);
		this.suffix = suffix;
	}

	/** The media type without parameters. */
	String type() {
		return this.mediaType.getType() + '/' + this.mediaType.getSubtype();
	}

	private String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Reads which format a request asks for.
	 * @param request the request
	 * @param byParameter whether its parameter {@code format} chooses, too
	 * @throws BadRequestException if the parameter is not accepted
	 * @throws ErrorResponseException with 406 if the caller accepts none of the formats
	 */
	public static Format of(HttpServletRequest request, boolean byParameter) {
		String named = byParameter ? parameter(request.getQueryString()) : "";
		if (!named.isEmpty()) {
			return Arrays.stream(values())
				.filter((format) -> format.label().equals(named))
				.findFirst()
				.orElseThrow(() -> BadRequestException.of(PARAMETER,
						"format must be one of " + labels().collect(Collectors.joining(", ")) + '.'));
		}
		return acceptsJson(request) ? JSON : accepted(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
	}

	/** Whether a request plainly accepts JSON, as most do. */
	static boolean acceptsJson(HttpServletRequest request) {
		String accepted = request.getHeader(HttpHeaders.ACCEPT);
		return accepted == null || accepted.equals(MediaType.ALL_VALUE)
				|| accepted.equals(MediaType.APPLICATION_JSON_VALUE);
	}

	/** The parameter's value as it was sent; empty if there is none. */
	private static String parameter(@Nullable String query) {
		if (query == null || !query.contains(PARAMETER)) {
			return "";
		}
		List<String> values = Arrays.stream(query.split("&"))
			.filter((pair) -> pair.equals(PARAMETER) || pair.startsWith(PARAMETER + '='))
			.map((pair) -> pair.substring(Math.min(pair.length(), PARAMETER.length() + 1)))
			.toList();
		if (values.size() > 1) {
			throw BadRequestException.of(PARAMETER, "format is given more than once.");
		}
		return values.isEmpty() ? "" : values.getFirst();
	}

	/** Adds a request's parameter to a link, unless it is a parameter of the endpoint. */
	static String repeat(String link, @Nullable String query) {
		boolean declared = link.contains('?' + PARAMETER + '=') || link.contains('&' + PARAMETER + '=');
		String named = declared ? "" : parameter(query);
		return named.isEmpty() ? link : link.replace(">;", '&' + PARAMETER + '=' + named + ">;");
	}

	private static Format accepted(List<String> headers) {
		Format best = JSON;
		double most = 0;
		try {
			List<MediaType> ranges = MediaType.parseMediaTypes(headers);
			for (Format format : NEGOTIATED) {
				double wanted = ranges.isEmpty() ? 1 : format.wanted(ranges);
				if (wanted > most) {
					best = format;
					most = wanted;
				}
			}
		}
		catch (InvalidMediaTypeException | InvalidMimeTypeException ex) {
			throw notAcceptable();
		}
		if (most == 0) {
			throw notAcceptable();
		}
		return best;
	}

	/**
	 * How much a caller wants this format: the quality that the most exact range gives
	 * it. Of formats with the same quality, one that is named is wanted more.
	 */
	private double wanted(List<MediaType> ranges) {
		int exactness = -1;
		double quality = 0;
		for (MediaType range : ranges) {
			int exact = range.isWildcardType() ? 0 : range.isWildcardSubtype() ? 1 : 2;
			if (exact > exactness && range.includes(this.mediaType) && !"absent".equals(range.getParameter("header"))) {
				exactness = exact;
				quality = range.getQualityValue();
			}
		}
		return (quality > 0) ? quality + exactness / 10_000.0 : 0;
	}

	private static ErrorResponseException notAcceptable() {
		ErrorResponseException ex = new ErrorResponseException(HttpStatus.NOT_ACCEPTABLE);
		ex.setDetail("This route answers " + NEGOTIATED.stream().map(Format::type).collect(Collectors.joining(", "))
				+ "; the parameter format chooses, too.");
		ex.getBody().setProperty("error", "Not acceptable.");
		return ex;
	}

	/**
	 * The form in which an endpoint's values go out.
	 * @param endpoint the endpoint's name, of which the last part names a file
	 * @param description says what its rows have
	 */
	Representation representation(String endpoint, Description description) {
		if (this == JSON) {
			return Representation.JSON;
		}
		Rows rows = new Rows(description.columns(), description.json(), this == EXCEL);
		String file = fileName(endpoint);
		return (this == NDJSON) ? new Representation(label(), this.contentType, file, new byte[0], Rows::writeLines)
				: new Representation(label(), this.contentType, file, rows.header(), rows::writeCsv);
	}

	/** The header {@code Content-Type}. */
	public String contentType() {
		return this.contentType;
	}

	/**
	 * Under which name a browser saves an answer, {@code null} if it shows it.
	 * @param endpoint the endpoint's name, of which the last part names a file
	 */
	public @Nullable String fileName(String endpoint) {
		return (this.suffix != null) ? endpoint.substring(endpoint.lastIndexOf('.') + 1) + this.suffix : null;
	}

	/**
	 * Begins CSV whose rows are written one after another, or nothing if it is another
	 * format.
	 * @param columns the properties of the rows, in order
	 */
	public @Nullable CsvRows csv(List<String> columns, OutputStream out) throws IOException {
		return (this == CSV || this == EXCEL) ? new CsvRows(columns, this == EXCEL, out) : null;
	}

	/** Describes the parameter. */
	static QueryParameter described() {
		Schema<Object> schema = new Schema<>(SpecVersion.V31);
		schema.addType("string");
		labels().forEach(schema::addEnumItemObject);
		schema.setDefault(JSON.label());
		QueryParameter parameter = new QueryParameter();
		parameter.name(PARAMETER)
			.required(false)
			.description("What the rows are written as, instead of the header Accept. excel is CSV with a byte order "
					+ "mark, and without text that a spreadsheet would run as a formula.")
			.schema(schema)
			.example(JSON.label());
		parameter.addExtension(MARK, true);
		return parameter;
	}

	private static Stream<String> labels() {
		return Arrays.stream(values()).map(Format::label);
	}

}
