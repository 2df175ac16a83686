package dev.dataapi.declared.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import dev.dataapi.declared.Column;
import dev.dataapi.declared.Declaration;
import dev.dataapi.declared.Declaration.Caching;
import dev.dataapi.declared.Endpoints;
import dev.dataapi.declared.Excerpt;
import dev.dataapi.declared.LookupDeclaration;
import dev.dataapi.declared.OrderColumn;
import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.ReportDeclaration;
import dev.dataapi.declared.Route;
import dev.dataapi.declared.sql.Identifier;
import dev.dataapi.declared.type.ValueType;

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

	private static final int MAX_COLUMNS = 500;

	private static final int MAX_PARAMETERS = 50;

	private static final int MAX_PATH_LENGTH = 200;

	/** Segments, none of which is {@code .} or {@code ..}. */
	private static final Pattern PATH = Pattern.compile("(/(?!\\.\\.?(/|$))([A-Za-z0-9_.~-]+|\\{keys}))+");

	private DeclarationReader() {
	}

	/**
	 * Reads all declarations.
	 * @param file the file
	 * @param sections takes where each stands, by its id
	 */
	static Endpoints read(Section file, Map<String, Section> sections) {
		file.knows("version!", "lookups", "reports");
		String version = file.value("version");
		if (version != null && !version.equals("1")) {
			file.problem("version", "'version' must be 1, the only one so far.");
		}
		List<LookupDeclaration> lookups = new ArrayList<>();
		List<ReportDeclaration> reports = new ArrayList<>();
		file.named("lookups", "A look-up").forEach((name, section) -> {
			lookups.add(lookup(name, section));
			sections.put(lookups.getLast().id(), section);
		});
		file.named("reports", "A report").forEach((name, section) -> {
			reports.add(report(name, section));
			sections.put(reports.getLast().id(), section);
		});
		Endpoints endpoints = new Endpoints(lookups, reports);
		checkPaths(endpoints.all(), sections);
		return endpoints;
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
					section.problem("path", "%s is a path of %s, too.".formatted(declaration.path(), before.id()));
				}
			}
		}
	}

	private static LookupDeclaration lookup(String name, Section section) {
		section.knows("description", "table!", "key!", "columns!", "max_keys", "rows", "order_by", "max_rows_per_key",
				"cache", "deadline", "path");
		boolean many = isMany(section);
		List<OrderColumn> order = ValueReader.order(section, "order_by");
		int maxRows = section.integer("max_rows_per_key", 1, MAX_ROWS_PER_KEY, DEFAULT_MAX_ROWS_PER_KEY);
		return new LookupDeclaration(name, path(section, "/" + name + "/" + LookupDeclaration.KEYS, true),
				section.description(), table(section), ValueReader.key(section), columns(section),
				section.integer("max_keys", 1, MAX_KEYS, DEFAULT_MAX_KEYS), many ? order : List.of(),
				many ? maxRows : 1, caching(section), section.duration("deadline", "100ms", "5m"));
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

	private static ReportDeclaration report(String name, Section section) {
		section.knows("description", "parameters", "sql!", "columns!", "max_rows", "cache", "deadline", "path");
		List<Section> sections = section.list("parameters", "A parameter", 0, MAX_PARAMETERS);
		Map<String, Parameter> parameters = ValueReader.parameters(sections);
		return new ReportDeclaration(name, path(section, "/reports/" + name, false), section.description(),
				List.copyOf(parameters.values()), StatementReader.read(section, sections, parameters), columns(section),
				section.integer("max_rows", 1, MAX_ROWS, DEFAULT_MAX_ROWS), caching(section),
				section.duration("deadline", "100ms", "5m"));
	}

	private static Caching caching(Section endpoint) {
		Section section = endpoint.section("cache");
		if (section == null) {
			return Caching.DEFAULT;
		}
		section.knows("ttl", "stale_if_error");
		return new Caching(section.duration("ttl", "0s", "7d"), section.duration("stale_if_error", "0s", "7d"));
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

	private static List<Identifier> table(Section section) {
		String text = section.value("table");
		if (text == null) {
			return List.of();
		}
		List<Identifier> table = Identifier.parsePath(text);
		if (table.isEmpty() || table.size() > 3) {
			section.problem("table", Excerpt.of(text)
					+ " is not a table's name: one to three names joined by dots, each " + Identifier.ACCEPTED + ".");
		}
		return table;
	}

	private static List<Column> columns(Section endpoint) {
		List<Column> columns = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Section section : endpoint.list("columns", "A column", 1, MAX_COLUMNS)) {
			section.knows("name!", "type!", "description");
			Identifier name = ValueReader.column(section, "name");
			ValueType type = ValueReader.type(section);
			String description = section.description();
			if (name != null && !names.add(name.name())) {
				section.problem("name", "The column '" + name.name() + "' is declared twice.");
			}
			if (name != null && type != null) {
				columns.add(new Column(name, type, description));
			}
		}
		return List.copyOf(columns);
	}

}
