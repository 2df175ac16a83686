package dev.dataapi.declared;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.dataapi.declared.ReportShapes.Shape;
import dev.dataapi.declared.sql.SqlTemplate.Part;
import dev.dataapi.declared.sql.SqlTemplate.Variant;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.endpoint.BadRequestException;
import dev.dataapi.endpoint.JsonBody;
import dev.dataapi.warehouse.ListSizes;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a report, one for each set of its optional blocks, each padded length
 * of its lists and each text of its sort; two of each where it is read page by page.
 */
public final class ReportStatements implements Statements {

	private final ReportDeclaration report;

	private final Map<String, Parameter> parameters;

	/** Those that requests say. */
	private final List<Parameter> asked;

	private final ReportShapes shapes;

	private final @Nullable Paging paging;

	private final Clock clock;

	/**
	 * Makes the statements.
	 * @param report the report
	 * @param clock tells, in its time zone, which day it is
	 */
	ReportStatements(ReportDeclaration report, Clock clock) {
		this.report = report;
		this.parameters = report.parameters().stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
		this.asked = report.asked();
		this.shapes = new ReportShapes(report);
		this.paging = (report.page() != null) ? new Paging(report, report.page()) : null;
		this.clock = clock;
	}

	private String text(Shape shape) {
		String sql = sql(shape);
		return comment((this.paging != null) ? this.paging.sql(sql, shape.later()) : sql);
	}

	private String comment(String sql) {
		return "/* " + this.report.id() + " */ " + sql;
	}

	/** The report's own statement. */
	private String sql(Shape shape) {
		Sort sort = this.report.sort();
		StringBuilder text = new StringBuilder();
		for (Part part : shape.variant().parts()) {
			String token = part.token().text();
			if (!part.isParameter()) {
				text.append(part.token().isSymbol(";") ? "" : token);
			}
			else if (sort != null && token.equals(sort.name())) {
				text.append(sort.texts().get(shape.sort()));
			}
			else {
				String placeholder = parameter(token).domain().type().placeholder();
				text.append(String.join(", ", Collections.nCopies(shape.sizes().getOrDefault(token, 1), placeholder)));
			}
		}
		return text.toString().strip();
	}

	private BoundStatement.Binder bind(Shape shape, Map<String, List<Object>> values) {
		Sort sort = this.report.sort();
		BoundStatement.Binder binder = new BoundStatement.Binder();
		for (Part part : shape.variant().parts()) {
			String token = part.token().text();
			if (part.isParameter() && !(sort != null && token.equals(sort.name()))) {
				ValueType type = parameter(token).domain().type();
				List<Object> value = values.getOrDefault(token, List.of());
				ListSizes.padded(value).forEach((each) -> binder.bind(type, each));
			}
		}
		return binder;
	}

	private Parameter parameter(String name) {
		return Objects.requireNonNull(this.parameters.get(name), name);
	}

	@Override
	public ReportDeclaration declaration() {
		return this.report;
	}

	@Override
	public long count() {
		return this.shapes.count();
	}

	@Override
	public List<String> texts() {
		return this.shapes.checked().stream().map(this::text).toList();
	}

	@Override
	public List<BoundStatement> samples() {
		return this.shapes.checked().stream().map((shape) -> {
			BoundStatement.Binder binder = bind(shape, samples(shape));
			if (this.paging != null) {
				this.paging.bind(binder, shape.later() ? this.paging.sample() : null, 1);
			}
			return binder.to(text(shape));
		}).toList();
	}

	private Map<String, List<Object>> samples(Shape shape) {
		Map<String, List<Object>> values = new LinkedHashMap<>();
		LocalDate today = LocalDate.now(this.clock);
		for (String name : shape.variant().parameters()) {
			List<Object> defaults = parameter(name).asOf(today).defaults();
			Object sample = defaults.isEmpty() ? parameter(name).domain().sample() : defaults.getFirst();
			values.put(name, Collections.nCopies(shape.sizes().getOrDefault(name, 1), sample));
		}
		return values;
	}

	/**
	 * A statement that finds values which several rows have in the columns that order the
	 * pages, with sample values and without what is optional.
	 * @return the statement, or nothing if the report is read whole
	 */
	public @Nullable BoundStatement ties() {
		Shape shape = this.shapes.simplest();
		return (this.paging != null) ? bind(shape, samples(shape)).to(comment(this.paging.ties(sql(shape)))) : null;
	}

	/** How the report is read page by page, or nothing if it is read whole. */
	public @Nullable Paging paging() {
		return this.paging;
	}

	/** Parameters with today's defaults. */
	private List<Parameter> today(List<Parameter> parameters) {
		if (parameters.stream().noneMatch(Parameter::isRelative)) {
			return parameters;
		}
		LocalDate today = LocalDate.now(this.clock);
		return parameters.stream().map((parameter) -> parameter.asOf(today)).toList();
	}

	/**
	 * Reads a query that says all parameters, those bound from a caller included.
	 * @throws BadRequestException that names the parameter which is not accepted
	 */
	Arguments arguments(String query) {
		return checked(Arguments.parse(today(this.report.parameters()), query));
	}

	/**
	 * Reads a request's query. Where a report can be exported, the size of a page is
	 * absent unless it is given, so that whoever asks for a page can be told from whoever
	 * asks for all rows.
	 * @param bound what is bound from the caller
	 * @throws BadRequestException that names the parameter which is not accepted
	 */
	Arguments given(@Nullable String query, Map<String, List<Object>> bound) {
		return checked(Arguments.parse(parametersGiven(), query).with(bound));
	}

	/** Reads a request's body, as a query. */
	Arguments given(JsonBody body, Map<String, List<Object>> bound) {
		return checked(Arguments.read(parametersGiven(), body).with(bound));
	}

	private List<Parameter> parametersGiven() {
		List<Parameter> asked = today(this.asked);
		return this.report.isExported() ? asked.stream()
			.map((each) -> each.name().equals(Page.SIZE) && this.paging != null ? each.withoutDefault() : each)
			.toList() : asked;
	}

	/** Completes what is given by the size of a page. */
	Arguments whole(Arguments given) {
		Page page = this.report.page();
		if (page == null || given.values().containsKey(Page.SIZE)) {
			return given;
		}
		Map<String, List<Object>> values = new LinkedHashMap<>(given.values());
		values.put(Page.SIZE, List.of((long) page.size()));
		return new Arguments(values);
	}

	/** Whether a request asks for a page, and not for all rows. */
	boolean isPage(Arguments given) {
		return this.paging != null && (given.values().containsKey(Page.SIZE) || given.values().containsKey(Page.AFTER));
	}

	private Arguments checked(Arguments arguments) {
		if (this.paging != null) {
			this.paging.after(arguments);
		}
		return arguments;
	}

	/** The statement for a request. */
	BoundStatement of(Arguments arguments) {
		return of(arguments, (this.paging != null) ? Paging.size(arguments) + 1 : 0);
	}

	/** The statement for all rows: of pages, that of a first page. */
	BoundStatement export(Arguments arguments) {
		return of(arguments, this.report.maxExportRows() + 1);
	}

	private BoundStatement of(Arguments arguments, int limit) {
		Map<String, List<Object>> values = arguments.values();
		Variant variant = this.report.sql().variant(values.keySet());
		Map<String, Integer> sizes = new LinkedHashMap<>();
		for (String name : variant.parameters()) {
			sizes.put(name, ListSizes.upTo(values.getOrDefault(name, List.of()).size()).getLast());
		}
		Sort sort = this.report.sort();
		String sorted = (sort != null) ? (String) values.getOrDefault(sort.name(), List.of()).getFirst() : "";
		List<@Nullable Object> after = (this.paging != null) ? this.paging.after(arguments) : null;
		Shape shape = new Shape(variant, sizes, sorted, after != null);
		BoundStatement.Binder binder = bind(shape, values);
		if (this.paging != null) {
			this.paging.bind(binder, after, limit);
		}
		return binder.to(text(shape));
	}

}
