package dev.dataapi.declared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.dataapi.declared.Declaration.Deprecation;
import dev.dataapi.declared.LookupDeclaration.KeyPart;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.JsonType;
import dev.dataapi.declared.type.TextType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.endpoint.Description;
import dev.dataapi.endpoint.Description.Posted;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter.StyleEnum;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Describes a declared endpoint as it is declared.
 */
final class DeclaredDescription {

	/**
	 * Tells a page how to make a form for a key, whose parts are one text in the path.
	 */
	private static final String KEY_PARTS = "x-key-parts";

	private static final String MAX_KEYS = "x-max-keys";

	/** Tells a page that a browser should save the answer itself. */
	private static final String EXPORTED = "x-exported";

	private static final String NEXT_PAGE = "The address of the next page, relative to this one's, as "
			+ "<orders?size=100&after=...>; rel=\"next\" (RFC 8288). Without it, this page is the last.";

	private DeclaredDescription() {
	}

	/**
	 * Describes a look-up.
	 * @param takesBody whether it takes keys in a body, too
	 */
	static Description of(LookupDeclaration lookup, boolean takesBody) {
		LookupDeclaration asked = lookup.asked();
		return new Description("lookups", "Declared look-ups of rows by key",
				() -> operation(asked).addParametersItem(keys(asked)), lookup.id(), () -> row(lookup), columns(lookup),
				json(lookup), 0, "The rows", Map.of(), takesBody
						? new Posted(lookup.bodyPath(), () -> Description.post(operation(asked), body(asked))) : null);
	}

	static Description of(ReportDeclaration report) {
		return new Description("reports", "Declared reports", () -> operation(report), report.id(), () -> row(report),
				columns(report), json(report), report.maxRows(), "The rows",
				(report.page() != null) ? Map.of(HttpHeaders.LINK, NEXT_PAGE) : Map.of(),
				new Posted(report.bodyPath(), () -> Description.post(operation(report), body(report))));
	}

	private static Schema<?> body(LookupDeclaration lookup) {
		Schema<?> key;
		if (lookup.key().size() == 1) {
			key = value(lookup.key().getFirst());
		}
		else {
			Map<String, Schema<?>> parts = new LinkedHashMap<>();
			lookup.key().forEach((part) -> parts.put(part.name(), value(part)));
			key = Description.object(parts);
			key.setRequired(List.copyOf(parts.keySet()));
		}
		return Description.keys(key, lookup.maxKeys());
	}

	private static Schema<?> value(KeyPart part) {
		Schema<Object> value = part.domain().schema();
		value.setDescription(part.description());
		Object example = example(part);
		if (example != null) {
			value.addExample(example);
		}
		return value;
	}

	/**
	 * What is absent has its default in words: with some generators, a client does not
	 * compile that has one of another type than JSON's.
	 */
	private static Schema<?> body(ReportDeclaration report) {
		Map<String, Schema<?>> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		for (Parameter parameter : report.asked()) {
			String absent = parameter.defaults()
				.stream()
				.map((each) -> parameter.isRelative() ? "" : parameter.domain().type().format(each))
				.collect(Collectors.joining(", "));
			Schema<?> value = value(parameter);
			value.setDescription(description(parameter) + (absent.isEmpty() ? "" : " Where absent: " + absent + "."));
			if (parameter.isRequired()) {
				required.add(parameter.name());
			}
			properties.put(parameter.name(), value);
		}
		Schema<?> body = Description.object(properties);
		body.setRequired(required.isEmpty() ? null : required);
		return body;
	}

	private static Operation operation(LookupDeclaration lookup) {
		return operation(lookup, lookup.isMany()
				? "The rows of each key follow each other in the order asked for, each once, however often its key is "
						+ "repeated. A key with more than %,d rows is a problem (500), never cut."
							.formatted(lookup.maxRowsPerKey())
				: "Rows come in the order asked for, each once, however often its key is repeated; "
						+ "a key without a row contributes nothing.");
	}

	private static Operation operation(ReportDeclaration report) {
		Operation operation = operation(report,
				(report.page() != null)
						? "The answer is a page. While there are more rows, its header Link leads to the next one."
						: "A report that finds more than %,d %s is a problem (500), never cut."
							.formatted(report.maxRows(), (report.maxRows() == 1) ? "row" : "rows"));
		if (report.isExported()) {
			operation.description(operation.getDescription()
					+ "\n\nAs CSV and NDJSON it has all its rows, up to %,d%s, ".formatted(report.maxExportRows(),
							(report.page() != null) ? ", unless size or after is given" : "")
					+ "written while they come and not cached. More rows, or a failure after the first bytes, "
					+ "close the connection before the last chunk.");
			operation.addExtension(EXPORTED, true);
		}
		report.asked().forEach((parameter) -> operation.addParametersItem(query(parameter)));
		return operation;
	}

	/** The first line of the declared description is the summary. */
	private static Operation operation(Declaration declaration, String meaning) {
		String description = Objects.requireNonNullElse(declaration.description(), declaration.name());
		int end = description.indexOf('\n');
		String rest = (end < 0) ? "" : description.substring(end + 1).strip() + "\n\n";
		Operation operation = new Operation().operationId(declaration.id())
			.summary((end < 0) ? description : description.substring(0, end).strip())
			.description(rest + meaning);
		Deprecation deprecation = declaration.deprecation();
		if (deprecation.since() != null) {
			operation.deprecated(true);
		}
		if (deprecation.sunset() != null) {
			operation
				.description(operation.getDescription() + "\n\nFrom " + deprecation.sunset() + " on it may be gone.");
		}
		return operation;
	}

	/**
	 * A text, since many generated clients cannot send a list in a path, and all encode
	 * the commas of a text, which separate keys all the same. Where encoded ones are
	 * data, a list, so that clients leave those between keys as they are.
	 */
	private static PathParameter keys(LookupDeclaration lookup) {
		List<KeyPart> parts = lookup.key();
		PathParameter parameter = new PathParameter();
		parameter.name("keys").required(true).style(StyleEnum.SIMPLE).explode(false);
		parameter.schema(LookupKey.schema(lookup)).description(keyDescription(lookup));
		List<Object> values = parts.stream().map(DeclaredDescription::example).filter(Objects::nonNull).toList();
		if (values.size() == parts.size()) {
			String example = values.stream().map(String::valueOf).collect(Collectors.joining("~"));
			parameter.example(lookup.hasCommas() ? List.of(example) : example);
		}
		parameter.addExtension(KEY_PARTS, parts.stream().map(DeclaredDescription::part).toList());
		parameter.addExtension(MAX_KEYS, lookup.maxKeys());
		return parameter;
	}

	private static String keyDescription(LookupDeclaration lookup) {
		StringBuilder text = new StringBuilder((lookup.maxKeys() == 1) ? "One key"
				: "One key, or up to %,d separated by commas".formatted(lookup.maxKeys()));
		if (lookup.key().size() > 1) {
			text.append(", each ").append(String.join("~", lookup.key().stream().map(KeyPart::name).toList()));
		}
		text.append('.');
		if (lookup.hasCommas()) {
			text.append(" Within a value, a comma is written %2C.");
		}
		if (lookup.hasTildes() && lookup.key().size() > 1) {
			text.append(" Within a value, a ~ is written %7E.");
		}
		for (KeyPart part : lookup.key()) {
			text.append("\n\n").append(part.name()).append(": ").append(part.domain().accepted()).append('.');
			if (part.description() != null) {
				text.append(' ').append(part.description());
			}
		}
		return text.toString();
	}

	private static Map<String, Object> part(KeyPart part) {
		Map<String, Object> described = new LinkedHashMap<>();
		described.put("name", part.name());
		described.put("schema", part.domain().schema());
		if (part.description() != null) {
			described.put("description", part.description());
		}
		Object example = example(part);
		if (example != null) {
			described.put("example", example);
		}
		return described;
	}

	private static Schema<?> value(Parameter declared) {
		Schema<?> value = declared.domain().schema();
		if (declared.isList()) {
			value = Description.schema("array").items(value).maxItems(declared.maxItems());
			value.setMinItems(declared.isRequired() ? 1 : null);
		}
		return value;
	}

	private static QueryParameter query(Parameter declared) {
		ValueType type = declared.domain().type();
		Schema<?> value = value(declared);
		List<Object> defaults = declared.isRelative() ? List.of()
				: declared.defaults().stream().map((each) -> type.json(each)).toList();
		Object example = (declared.example() == null && !defaults.isEmpty()) ? defaults.getFirst()
				: example(declared.domain(), declared.example());
		QueryParameter parameter = new QueryParameter();
		parameter.name(declared.name()).required(declared.isRequired()).description(description(declared));
		if (declared.isList()) {
			// a value that holds commas stands alone, and is encoded as any other
			parameter.style(StyleEnum.FORM).explode(declared.commas());
			setDefault(value, defaults);
			parameter.example((example != null) ? List.of(example) : null);
		}
		else {
			setDefault(value, defaults.isEmpty() ? List.of() : defaults.getFirst());
			parameter.example(example);
		}
		parameter.schema(value);
		return parameter;
	}

	@SuppressWarnings("unchecked")
	private static void setDefault(Schema<?> schema, Object value) {
		if (!List.of().equals(value)) {
			((Schema<Object>) schema).setDefault(value);
		}
	}

	private static String description(Parameter parameter) {
		String accepted = parameter.accepted();
		String text = (parameter.description() != null) ? parameter.description() + "\n\n" : "";
		text += Character.toUpperCase(accepted.charAt(0)) + accepted.substring(1) + ".";
		text += (parameter.notBefore() != null) ? " Not before " + parameter.notBefore() + "." : "";
		String days = parameter.defaults()
			.stream()
			.map((each) -> (each instanceof RelativeDay day) ? day.text() : parameter.domain().type().format(each))
			.collect(Collectors.joining(", "));
		return parameter.isRelative() ? text + " Where absent: " + days + "." : text;
	}

	private static List<String> columns(Declaration declaration) {
		return declaration.columns().stream().map(Column::property).toList();
	}

	private static Set<String> json(Declaration declaration) {
		return declaration.columns()
			.stream()
			.filter((column) -> column.type() instanceof JsonType)
			.map(Column::property)
			.collect(Collectors.toUnmodifiableSet());
	}

	private static Schema<?> row(Declaration declaration) {
		Schema<?> row = Description.schema("object");
		for (Column column : declaration.columns()) {
			Schema<?> value = column.type().columnSchema();
			value.setDescription(column.description());
			if (value.getTypes() != null && !isKey(declaration, column)) {
				value.addType("null");
			}
			row.addProperty(column.property(), value);
			row.addRequiredItem(column.property());
		}
		return row;
	}

	/** Whether the column is never null, since keys are not. */
	private static boolean isKey(Declaration declaration, Column column) {
		return declaration instanceof LookupDeclaration lookup
				&& lookup.key().stream().anyMatch((part) -> part.column().equals(column.name()));
	}

	private static @Nullable Object example(KeyPart part) {
		return example(part.domain(), part.example());
	}

	/** None for free text without a declared example, which cannot be guessed. */
	private static @Nullable Object example(Domain domain, @Nullable String declared) {
		ValueType type = domain.type();
		if (declared == null && type instanceof TextType && domain.values().isEmpty()) {
			return null;
		}
		Object value = (declared != null) ? type.parse(declared) : domain.sample();
		return (value != null) ? type.json(value) : null;
	}

}
