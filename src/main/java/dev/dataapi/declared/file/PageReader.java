package dev.dataapi.declared.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.dataapi.declared.Column;
import dev.dataapi.declared.OrderColumn;
import dev.dataapi.declared.Page;
import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.Sort;
import dev.dataapi.declared.sql.Name;
import dev.dataapi.declared.sql.SortCheck;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.endpoint.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Reads how the rows of a report are ordered: its pages, and the sort that callers
 * choose.
 */
final class PageReader {

	private static final int MAX_COLUMNS = 8;

	private static final int MAX_SIZE = 10_000;

	private static final int DEFAULT_MAX_SIZE = 1000;

	private static final int DEFAULT_SIZE = 100;

	private static final int MAX_TEXTS = 50;

	private PageReader() {
	}

	/** Reads the pages of a report, or nothing if it is read whole. */
	static @Nullable Page page(Section report, List<Column> columns) {
		Section section = report.section("page");
		if (section == null) {
			return null;
		}
		section.knows("by!", "size", "max_size");
		for (String other : List.of("max_rows", "sort")) {
			if (report.has(other)) {
				report.problem(other, "'%s' and 'page' exclude each other: %s.".formatted(other, other.equals("sort")
						? "the pages are ordered by 'page.by'" : "a page has 'page.max_size' rows at most"));
			}
		}
		int maxSize = section.integer("max_size", 1, MAX_SIZE, DEFAULT_MAX_SIZE);
		int size = section.integer("size", 1, maxSize, Math.min(maxSize, DEFAULT_SIZE));
		List<OrderColumn> by = order(section, "by");
		by.forEach((each) -> checkColumn(section, each, columns));
		return new Page(by, size, maxSize);
	}

	/** Reads a list of columns, each with its direction. */
	static List<OrderColumn> order(Section section, String name) {
		List<String> texts = section.values(name);
		if (texts == null) {
			return List.of();
		}
		if ((texts.isEmpty() && !section.has(name, 0)) || texts.size() > MAX_COLUMNS) {
			section.problem(name, "'%s' must be 1 to %d columns.".formatted(name, MAX_COLUMNS));
			return List.of();
		}
		List<OrderColumn> order = new ArrayList<>();
		for (String text : texts) {
			OrderColumn column = OrderColumn.parse(text);
			if (column == null) {
				section.problem(name,
						"%s cannot stand in '%s': %s.".formatted(Excerpt.of(text), name, OrderColumn.ACCEPTED));
			}
			else if (order.stream().anyMatch((each) -> each.column().matches(column.column().name()))) {
				section.problem(name, "The column '%s' is in '%s' twice.".formatted(column.column().name(), name));
			}
			else {
				order.add(column);
			}
		}
		return order;
	}

	private static void checkColumn(Section page, OrderColumn by, List<Column> columns) {
		Column column = columns.stream()
			.filter((each) -> by.column().matches(each.name().name()))
			.findFirst()
			.orElse(null);
		if (column == null) {
			page.problem("by",
					"%s is not a column of the answer, which pages are ordered by.%s".formatted(by.column().sql(),
							FileErrors.didYouMean(by.column().name(),
									columns.stream().map((each) -> each.name().name()).toList())));
		}
		else if (!column.type().isExact()) {
			page.problem("by", "%s is %s, which does not tell rows apart: pages need values that compare exactly."
				.formatted(by.column().sql(), column.type().typeName()));
		}
	}

	/** Reads what callers may choose for the statement's order, or nothing. */
	static @Nullable Sort sort(Section report) {
		Section section = report.section("sort");
		if (section == null) {
			return null;
		}
		section.knows("name!", "values!", "default!", "description");
		String name = section.name();
		Map<String, String> texts = new LinkedHashMap<>();
		Section values = section.section("values");
		if (values != null) {
			values.names().forEach((value) -> texts.put(value, text(values, value)));
		}
		String byDefault = section.value("default");
		if (values != null && (texts.isEmpty() || texts.size() > MAX_TEXTS)) {
			section.problem("values", "'values' must be 1 to %d names with texts.".formatted(MAX_TEXTS));
		}
		else if (values != null && byDefault != null && !texts.containsKey(byDefault)) {
			section.problem("default",
					"'default' must be one of 'values'." + FileErrors.didYouMean(byDefault, texts.keySet()));
		}
		return (name != null) ? new Sort(name, texts) : null;
	}

	private static String text(Section values, String name) {
		String text = values.value(name);
		if (text == null) {
			return "";
		}
		try {
			return SortCheck.check(text);
		}
		catch (InvalidSqlException ex) {
			values.problem(name, ex.offset(), ex.sentence());
			return "";
		}
	}

	/** The parameter by which callers choose. */
	static Parameter parameter(Section section, Sort sort) {
		Domain names = new Domain(new TextType(), Name.MAX_LENGTH, null, null, List.copyOf(sort.texts().keySet()));
		String byDefault = section.value("default");
		return new Parameter(sort.name(), names, 0, false, false, (byDefault != null) ? List.of(byDefault) : List.of(),
				null, section.description(), null, null);
	}

}
