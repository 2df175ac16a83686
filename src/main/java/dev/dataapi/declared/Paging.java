package dev.dataapi.declared;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.dataapi.cache.Entry;
import dev.dataapi.declared.type.IntegerType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.Excerpt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * Reads a report in pages: each statement reads the rows after a row, in the order of
 * columns that tell all rows apart.
 * <p>
 * A caller names that row by an opaque text: its values in these columns, and a digest of
 * them, of the report and of the request's other parameters. The digest guards against
 * mistakes, and needs no secret: the values are bound, and tell nothing that the answer
 * does not.
 */
public final class Paging {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final int DIGEST_LENGTH = 16;

	private static final ValueType LIMIT = new IntegerType();

	private final ReportDeclaration report;

	private final List<OrderColumn> by;

	private final List<ValueType> types;

	private final List<Parameter> others;

	Paging(ReportDeclaration report, Page page) {
		this.report = report;
		this.by = page.by();
		this.types = this.by.stream().map((each) -> Objects.requireNonNull(report.column(each)).type()).toList();
		this.others = report.parameters()
			.stream()
			.filter((parameter) -> !List.of(Page.SIZE, Page.AFTER).contains(parameter.name()))
			.toList();
	}

	/**
	 * The statement that reads a page.
	 * @param sql the report's own
	 * @param later whether the page is not the first
	 */
	String sql(String sql, boolean later) {
		return "SELECT * FROM (\n%s\n)%s ORDER BY %s LIMIT ?".formatted(sql,
				later ? " WHERE " + isNotBefore() + " AND " + isAfter(0) : "", columns(OrderColumn::sql));
	}

	/** By the first column alone, by which warehouses skip what they need not read. */
	private String isNotBefore() {
		return by(0, "(%1$s >= %2$s OR %1$s IS NULL)", "(%1$s <= %2$s OR %2$s IS NULL)");
	}

	/**
	 * Whether a row comes after given values, by the columns from one on. NULL is bound
	 * like any value, so that it needs no text of its own. CASE looks at the next column
	 * only where the values are equal; with AND and OR, DuckDB takes longer.
	 */
	private String isAfter(int index) {
		if (index == this.by.size()) {
			return "FALSE";
		}
		return by(index, "CASE WHEN %1$s > %2$s", "CASE WHEN %1$s < %2$s") + " THEN TRUE"
				+ by(index, " WHEN %1$s IS NOT DISTINCT FROM %2$s THEN ", " WHEN %1$s IS NOT DISTINCT FROM %2$s THEN ")
				+ isAfter(index + 1)
				+ by(index, " ELSE %1$s IS NULL END", " ELSE %2$s IS NULL AND %1$s IS NOT NULL END");
	}

	/** A text with a column and the value that it is compared with. */
	private String by(int index, String ascending, String descending) {
		OrderColumn by = this.by.get(index);
		return (by.descending() ? descending : ascending).formatted(by.column().sql(),
				this.types.get(index).comparand());
	}

	/** How many rows a request wants. */
	static int size(Arguments arguments) {
		return Math.toIntExact((Long) arguments.values().getOrDefault(Page.SIZE, List.of()).getFirst());
	}

	/** Binds what {@link #sql} has besides the report's own parameters. */
	void bind(BoundStatement.Binder binder, @Nullable List<@Nullable Object> after, int limit) {
		if (after != null) {
			bind(binder, after, 0, this.by.getFirst().descending() ? 2 : 1);
			for (int i = 0; i < after.size(); i++) {
				bind(binder, after, i, 2);
			}
			for (int i = after.size() - 1; i >= 0; i--) {
				bind(binder, after, i, this.by.get(i).descending() ? 1 : 0);
			}
		}
		binder.bind(LIMIT, (long) limit);
	}

	private void bind(BoundStatement.Binder binder, List<@Nullable Object> after, int index, int times) {
		for (int i = 0; i < times; i++) {
			binder.bind(this.types.get(index), after.get(index));
		}
	}

	/** Values with which the statement can be run. */
	List<@Nullable Object> sample() {
		return this.types.stream().<@Nullable Object>map(ValueType::sample).toList();
	}

	/** Reads the values by which the row at which a result stands is ordered. */
	List<@Nullable Object> read(ResultSet row) throws SQLException {
		List<String> labels = RowWriter.labels(row.getMetaData());
		List<@Nullable Object> values = new ArrayList<>();
		for (int i = 0; i < this.by.size(); i++) {
			values.add(this.types.get(i).read(row, RowWriter.position(labels, this.by.get(i).column())));
		}
		return values;
	}

	/** The columns of the order as they are named, for a statement or a sentence. */
	private String columns(Function<OrderColumn, String> name) {
		return this.by.stream().map(name).collect(Collectors.joining(", "));
	}

	private static String name(OrderColumn by) {
		return by.column().name();
	}

	/** Writes where a page begins, for requests with the same parameters. */
	String after(Arguments arguments, List<@Nullable Object> values) {
		List<@Nullable String> texts = new ArrayList<>();
		for (int i = 0; i < values.size(); i++) {
			Object value = values.get(i);
			texts.add((value != null) ? this.types.get(i).format(value) : null);
		}
		String json = MAPPER.writeValueAsString(texts);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(digest(arguments, json) + json));
	}

	String digest(Arguments arguments, String json) {
		String all = String.join("\n", this.report.id(), columns(OrderColumn::sql), arguments.format(this.others),
				json);
		return Entry.fingerprint(bytes(all)).substring(0, DIGEST_LENGTH);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Reads where a request's page begins.
	 * @return the values of the row before it, or nothing if it is the first page
	 * @throws BadRequestException if it was not written for these parameters
	 */
	@Nullable List<@Nullable Object> after(Arguments arguments) {
		List<Object> given = arguments.values().get(Page.AFTER);
		if (given == null) {
			return null;
		}
		String text = (String) given.getFirst();
		List<@Nullable Object> values = values(text);
		// The only spelling of these values: any other sign makes another digest
		if (values == null || !after(arguments, values).equals(text)) {
			throw BadRequestException.of(Page.AFTER,
					"after must be as the header Link of the page before had it, with the same other parameters but size.");
		}
		return values;
	}

	private @Nullable List<@Nullable Object> values(String text) {
		@Nullable String[] texts;
		try {
			String content = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
			texts = MAPPER.readValue(content.substring(Math.min(DIGEST_LENGTH, content.length())), String[].class);
		}
		catch (IllegalArgumentException | JacksonException ex) {
			return null;
		}
		if (texts == null || texts.length != this.types.size()) {
			return null;
		}
		List<@Nullable Object> values = new ArrayList<>();
		for (int i = 0; i < texts.length; i++) {
			String each = texts[i];
			Object value = (each != null) ? this.types.get(i).restore(each) : null;
			if (each != null && value == null) {
				return null;
			}
			values.add(value);
		}
		return values;
	}

	/**
	 * The header that leads to the next page, relative to this one's address, wherever
	 * the service is mounted.
	 * @param arguments the parameters of this one
	 * @param last the values of its last row
	 * @param next the values of the row after it
	 * @throws TypeMismatchDataAccessException if these are the same, so that the next
	 * page would leave out the row, or are too long for an address
	 */
	String link(Arguments arguments, List<@Nullable Object> last, List<@Nullable Object> next) {
		if (last.equals(next)) {
			throw new TypeMismatchDataAccessException(
					"Two rows have the same %s, by which the pages of this report are ordered."
						.formatted(columns(Paging::name)));
		}
		String after = after(arguments, last);
		if (after.length() > Page.MAX_AFTER) {
			throw new TypeMismatchDataAccessException(
					"%s, by which the pages of this report are ordered, is too long.".formatted(columns(Paging::name)));
		}
		Map<String, List<Object>> values = new LinkedHashMap<>(arguments.values());
		values.put(Page.AFTER, List.of(after));
		// java.net.URI does not resolve an address that is a query alone
		String path = this.report.path().substring(this.report.path().lastIndexOf('/') + 1);
		return "<" + path + "?" + new Arguments(values).format(this.report.asked()) + ">; rel=\"next\"";
	}

	/** A statement that finds values which several rows have, and how many rows. */
	String ties(String sql) {
		return "SELECT %1$s, COUNT(*) FROM (\n%2$s\n) GROUP BY %1$s HAVING COUNT(*) > 1 LIMIT 1"
			.formatted(columns((each) -> each.column().sql()), sql);
	}

	/** Says of a row of {@link #ties} how many rows have which values. */
	public String tie(ResultSet row) throws SQLException {
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < this.types.size(); i++) {
			Object value = this.types.get(i).read(row, i + 1);
			texts.add((value != null) ? Excerpt.of(this.types.get(i).format(value)) : "NULL");
		}
		return "%d rows have the %s %s".formatted(row.getLong(this.types.size() + 1), columns(Paging::name),
				String.join(", ", texts));
	}

}
