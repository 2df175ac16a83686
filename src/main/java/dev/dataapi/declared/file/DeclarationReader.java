package dev.dataapi.declared.file;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import dev.dataapi.access.Access;
import dev.dataapi.access.RateLimit;
import dev.dataapi.declared.Column;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.Declaration.Caching;
import dev.dataapi.declared.Declaration.Deprecation;
import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.OrderColumn;
import dev.dataapi.declared.Page;
import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Route;
import dev.dataapi.declared.Sort;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.sql.SqlTemplate;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.endpoint.Excerpt;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the look-ups and reports of a file: the format, but for values and statements.
 */
final class DeclarationReader {

	private static final int MAX_KEYS = 10_000;

	private static final int DEFAULT_MAX_KEYS = 100;

	private static final int MAX_ROWS_PER_KEY = 1000;

	private static final int DEFAULT_MAX_ROWS_PER_KEY = 100;

	private static final int MAX_ROWS = 10_000;

	private static final int DEFAULT_MAX_ROWS = 1000;

	private static final int MAX_EXPORT_ROWS = 10_000_000;

	private static final int DEFAULT_MAX_EXPORT_ROWS = 1_000_000;

	private static final int MAX_COLUMNS = 500;

	private static final int MAX_PARAMETERS = 50;

	private static final int MAX_PATH_LENGTH = 200;

	/** Segments, none of which is {@code .} or {@code ..}. */
	private static final Pattern PATH = Pattern.compile("(/(?!\\.\\.?(/|$))([A-Za-z0-9_.~-]+|\\{keys}))+");

	/** What every client can make a name of, and no spreadsheet a formula. */
	private static final Pattern PROPERTY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

	private DeclarationReader() {
	}

	/**
	 * Reads all declarations.
	 * @param files the files
	 * @param sections takes where each stands, by its id
	 * @param environment replaces names of environment variables by their values
	 */
	static Endpoints read(List<Section> files, Map<String, Section> sections,
			UnaryOperator<@Nullable String> environment) {
		List<LookupDeclaration> lookups = new ArrayList<>();
		List<ReportDeclaration> reports = new ArrayList<>();
		for (Section file : files) {
			file.knows("version!", "variables", "access", "lookups", "reports");
			String version = file.value("version");
			if (version != null && !version.equals("1")) {
				file.problem("version", "'version' must be 1, the only one so far.");
			}
			Variables variables = new Variables(file, environment);
			Access byDefault = access(file, Access.ANY);
			file.named("lookups", "A look-up")
				.forEach((name, section) -> add(lookups, lookup(name, section, variables, byDefault), section,
						sections));
			file.named("reports", "A report")
				.forEach((name, section) -> add(reports, report(name, section, variables, byDefault), section,
						sections));
			variables.checkUse();
		}
		Endpoints endpoints = new Endpoints(lookups, reports);
		checkPaths(endpoints.all(), sections);
		return endpoints;
	}

	private static <D extends Declaration> void add(List<D> declarations, D declaration, Section section,
			Map<String, Section> sections) {
		Section first = sections.putIfAbsent(declaration.id(), section);
		if (first != null) {
			section.problem("", "%s is declared in %s, too.".formatted(declaration.id(), first.at()));
		}
		else {
			declarations.add(declaration);
		}
	}

	private static void checkPaths(List<Declaration> all, Map<String, Section> sections) {
		for (int i = 0; i < all.size(); i++) {
			Declaration declaration = all.get(i);
			Section section = Objects.requireNonNull(sections.get(declaration.id()));
			Route route = Route.of(declaration.path());
			if (route.isOwn()) {
				section.problem("path", declaration.path() + " is a path of the service itself.");
			}
			for (Declaration before : all.subList(0, i)) {
				if (route.overlaps(Route.of(before.path()))) {
					Position other = Objects.requireNonNull(sections.get(before.id())).at();
					section.problem("path", "%s is a path of %s%s, too.".formatted(declaration.path(), before.id(),
							other.file().equals(section.at().file()) ? "" : " in " + other));
				}
			}
		}
	}

	private static LookupDeclaration lookup(String name, Section section, Variables variables, Access byDefault) {
		section.knows("description", "table!", "key!", "filter", "columns!", "max_keys", "rows", "order_by",
				"max_rows_per_key", "cache", "deadline", "path", "deprecated", "sunset", "access");
		boolean many = isMany(section);
		List<OrderColumn> order = PageReader.order(section, "order_by");
		int maxRows = section.integer("max_rows_per_key", 1, MAX_ROWS_PER_KEY, DEFAULT_MAX_ROWS_PER_KEY);
		return new LookupDeclaration(name, path(section, "/" + name + "/" + LookupDeclaration.KEYS, true),
				section.description(), table(section, variables), ValueReader.key(section), columns(section),
				section.integer("max_keys", 1, MAX_KEYS, DEFAULT_MAX_KEYS), many ? order : List.of(),
				many ? maxRows : 1, caching(section), section.duration("deadline", "100ms", "5m"), deprecation(section),
				access(section, byDefault));
	}

	private static boolean isMany(Section lookup) {
		String rows = lookup.value("rows");
		if (rows != null && !List.of("one", "many").contains(rows)) {
			lookup.problem("rows", "'rows' must be one or many: how many rows a key may have.");
			return true;
		}
		boolean many = "many".equals(rows);
		if (many && !lookup.has("order_by")) {
			lookup.problem("rows", "'rows: many' needs 'order_by', the order of a key's rows.");
		}
		for (String name : List.of("order_by", "max_rows_per_key")) {
			if (!many && lookup.has(name)) {
				lookup.problem(name, "'%s' is for 'rows: many'.".formatted(name));
			}
		}
		return many;
	}

	private static ReportDeclaration report(String name, Section section, Variables variables, Access byDefault) {
		section.knows("description", "parameters", "sql!", "sql_file", "columns!", "max_rows", "export",
				"max_export_rows", "page", "sort", "cache", "deadline", "path", "deprecated", "sunset", "access");
		List<Section> sections = new ArrayList<>(section.list("parameters", "A parameter", 0, MAX_PARAMETERS));
		Map<String, Parameter> parameters = ValueReader.parameters(sections);
		List<Column> columns = columns(section);
		Sort sort = PageReader.sort(section);
		if (sort != null) {
			Section chosen = Objects.requireNonNull(section.section("sort"));
			sections.add(chosen);
			add(parameters, PageReader.parameter(chosen, sort), chosen, "name");
		}
		SqlTemplate sql = StatementReader.read(section, sections, parameters, variables);
		Page page = PageReader.page(section, columns);
		if (page != null) {
			page.parameters().forEach((each) -> add(parameters, each, section, "page"));
		}
		int maxRows = section.integer("max_rows", 1, MAX_ROWS, DEFAULT_MAX_ROWS);
		return new ReportDeclaration(name, path(section, "/reports/" + name, false), section.description(),
				List.copyOf(parameters.values()), sql, sort, columns, (page != null) ? page.maxSize() : maxRows,
				maxExportRows(section), page, caching(section), section.duration("deadline", "100ms", "5m"),
				deprecation(section), access(section, byDefault));
	}

	private static int maxExportRows(Section report) {
		boolean export = report.flag("export");
		int maxRows = report.integer("max_export_rows", 1, MAX_EXPORT_ROWS, DEFAULT_MAX_EXPORT_ROWS);
		if (!export && report.has("max_export_rows")) {
			report.problem("max_export_rows", "'max_export_rows' is for 'export: true'.");
		}
		return export ? maxRows : 0;
	}

	private static void add(Map<String, Parameter> parameters, Parameter parameter, Section section, String at) {
		if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
			section.problem(at, "There is a parameter '%s' already.".formatted(parameter.name()));
		}
	}

	/** What an endpoint leaves out is as the file has it. */
	private static Access access(Section owner, Access byDefault) {
		Section section = owner.section("access");
		if (section == null) {
			return byDefault;
		}
		section.knows("roles", "rate_limit");
		List<String> roles = section.values("roles");
		if (roles != null && !roles.stream().allMatch(Access::isRole)) {
			section.problem("roles", "'roles' must be " + Access.ACCEPTED_ROLES + ".");
			roles = null;
		}
		String text = section.value("rate_limit");
		RateLimit limit = (text != null) ? RateLimit.parse(text) : byDefault.rateLimit();
		if (text != null && limit == null) {
			section.problem("rate_limit", "'rate_limit' must be " + RateLimit.ACCEPTED + ".");
		}
		return new Access((roles != null) ? roles : byDefault.roles(), limit);
	}

	private static Caching caching(Section endpoint) {
		Section section = endpoint.section("cache");
		if (section == null) {
			return Caching.DEFAULT;
		}
		section.knows("ttl", "stale_if_error");
		return new Caching(section.duration("ttl", "0s", "7d"), section.duration("stale_if_error", "0s", "7d"));
	}

	/** Without a date, RFC 9745 cannot say more than that it is deprecated already. */
	private static Deprecation deprecation(Section section) {
		String deprecated = section.value("deprecated");
		LocalDate since = (deprecated == null || deprecated.equals("false")) ? null
				: deprecated.equals("true") ? LocalDate.EPOCH : section.date("deprecated", "true or a day");
		LocalDate sunset = section.date("sunset", "a day");
		if (since != null && sunset != null && sunset.isBefore(since)) {
			section.problem("sunset", "'sunset' must not be before 'deprecated'.");
		}
		return new Deprecation(since, sunset);
	}

	private static String path(Section section, String byDefault, boolean keys) {
		String path = section.value("path");
		if (path == null) {
			return byDefault;
		}
		boolean fits = path.length() <= MAX_PATH_LENGTH && PATH.matcher(path).matches()
				&& StringUtils.countOccurrencesOf(path, LookupDeclaration.KEYS) == (keys ? 1 : 0);
		if (!fits) {
			section.problem("path",
					"'path' must be segments such as %s, of letters, digits, -, _, . and ~ without a slash at the end."
						.formatted(keys ? "/shops/{keys}, one of them {keys}" : "/reports/orders"));
		}
		return fits ? path : byDefault;
	}

	private static List<Identifier> table(Section section, Variables variables) {
		String text = section.value("table");
		if (text == null) {
			return List.of();
		}
		List<Identifier> table = table(section, text, variables);
		if (table.isEmpty() || table.size() > 3) {
			section.problem("table", Excerpt.of(text)
					+ " is not a table's name: one to three names joined by dots, each " + Identifier.ACCEPTED + ".");
		}
		return table;
	}

	private static List<Identifier> table(Section section, String text, Variables variables) {
		try {
			return Identifier.parsePath(variables.tokens(section, "table", text, Set.of()));
		}
		catch (InvalidSqlException ex) {
			return List.of();
		}
	}

	private static List<Column> columns(Section endpoint) {
		List<Column> columns = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Section section : endpoint.list("columns", "A column", 1, MAX_COLUMNS)) {
			section.knows("name!", "as", "type!", "description");
			Identifier name = ValueReader.column(section, "name");
			ValueType type = ValueReader.type(section);
			String description = section.description();
			if (name != null && !names.add(name.name())) {
				section.problem("name", "The column '" + name.name() + "' is declared twice.");
			}
			if (name != null && type != null) {
				columns.add(new Column(name, property(section, name, columns), type, description));
			}
		}
		return List.copyOf(columns);
	}

	/** What a column is in JSON, which is none that is there already. */
	private static String property(Section section, Identifier column, List<Column> others) {
		String as = section.value("as");
		if (as != null && !PROPERTY.matcher(as).matches()) {
			section.problem("as",
					"'as' must be a letter or _, with up to 99 letters, digits, _, - and . after it, such as customerName.");
			return column.name();
		}
		String property = (as != null) ? as : column.name();
		for (Column other : others) {
			if (other.property().equals(property) && !other.name().name().equals(column.name())) {
				section.problem((as != null) ? "as" : "name",
						"The column '%s' is '%s' in JSON already.".formatted(other.name().name(), property));
			}
		}
		return property;
	}

}
