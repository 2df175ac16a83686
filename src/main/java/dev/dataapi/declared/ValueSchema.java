package dev.dataapi.declared;

import dev.dataapi.declared.type.DecimalType;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.Domain;
import dev.dataapi.declared.type.PlainType;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

import dev.dataapi.declared.LookupDeclaration.KeyPart;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Describes values as JSON Schema: those that requests send, and those that columns hold.
 * A pattern rejects what is plainly invalid, and accepts every valid value without blanks
 * around it.
 */
public final class ValueSchema {

	/** From 0001 to 9999. */
	private static final String YEAR = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])";

	/** Lets February 29 through in any year. */
	private static final String DATE = YEAR
			+ "-((0[1-9]|1[0-2])-(0[1-9]|[12][0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31)";

	private static final String TIME = "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?";

	private static final String ZONE = "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])";

	private ValueSchema() {
	}

	/** What a key part or a parameter takes. */
	public static Schema<Object> of(Domain domain) {
		ValueType type = domain.type();
		Schema<Object> schema = typed(type);
		if (!domain.values().isEmpty()) {
			domain.values().forEach((value) -> schema.addEnumItemObject(json(type, value)));
			return schema;
		}
		if (type == PlainType.TEXT) {
			schema.minLength(1).maxLength(domain.maxLength());
		}
		if (type == PlainType.INTEGER) {
			schema.setMinimum(number(domain.min()));
			schema.setMaximum(number(domain.max()));
		}
		else {
			// of date and time in Ajv; that of a decimal is as plain
			limit(schema, "formatMinimum", type, domain.min());
			limit(schema, "formatMaximum", type, domain.max());
		}
		if (type == PlainType.DATE) {
			// the format has the rest
			schema.setPattern("^" + YEAR);
		}
		else if (type != PlainType.INTEGER && type != PlainType.BOOLEAN) {
			schema.setPattern("^" + pattern(domain) + "$");
		}
		return schema;
	}

	/** The keys of a look-up as they stand in a path, decoded. */
	public static Schema<?> ofKeys(LookupDeclaration lookup) {
		String key = lookup.key()
			.stream()
			.map((part) -> keyPattern(part, lookup.key().size() == 1))
			.collect(Collectors.joining("~"));
		Schema<Object> schema = schema("string");
		if (lookup.hasCommas()) {
			schema.setPattern("^" + key + "$");
			return schema("array").items(schema).minItems(1).maxItems(lookup.maxKeys());
		}
		String more = (lookup.maxKeys() > 1) ? "(," + key + "){0," + (lookup.maxKeys() - 1) + "}" : "";
		schema.setPattern("^" + key + more + "$");
		return schema;
	}

	/** What a column holds, if it is not null. */
	public static Schema<Object> ofColumn(ValueType type) {
		Schema<Object> schema = typed(type);
		if (type instanceof DecimalType decimal) {
			schema.setPattern(
					"^-?[0-9]+" + ((decimal.scale() > 0) ? "\\.[0-9]{%d}" : "").formatted(decimal.scale()) + "$");
		}
		return schema;
	}

	/**
	 * A value as JSON has it in an example, a default or an enumeration.
	 */
	public static Object json(ValueType type, Object value) {
		return (type == PlainType.INTEGER || type == PlainType.BOOLEAN) ? value : type.format(value);
	}

	private static Schema<Object> typed(ValueType type) {
		if (type instanceof DecimalType) {
			return schema("string", "decimal");
		}
		return switch ((PlainType) type) {
			case TEXT -> schema("string");
			case INTEGER -> schema("integer", "int64");
			case DOUBLE -> schema("number", "double");
			case BOOLEAN -> schema("boolean");
			case DATE -> schema("string", "date");
			case TIMESTAMP -> schema("string", "date-time-local");
			case TIMESTAMPTZ -> schema("string", "date-time");
		};
	}

	private static String pattern(Domain domain) {
		ValueType type = domain.type();
		if (type instanceof DecimalType decimal) {
			return pattern(decimal, domain);
		}
		return switch ((PlainType) type) {
			case TEXT -> "[^\\x00]+";
			case INTEGER -> sign(domain) + "[0-9]+";
			case DOUBLE -> throw new IllegalArgumentException("No request sends a double");
			case BOOLEAN -> "(true|false)";
			case DATE -> DATE;
			case TIMESTAMP -> DATE + TIME;
			case TIMESTAMPTZ -> DATE + TIME + ZONE;
		};
	}

	private static String pattern(DecimalType type, Domain domain) {
		int digits = type.precision() - type.scale();
		String integer = (digits > 0) ? "0*[0-9]{1," + digits + "}" : "0+";
		String fraction = (type.scale() > 0) ? "(\\.[0-9]{1," + type.scale() + "}0*)?" : "(\\.0+)?";
		return sign(domain) + integer + fraction;
	}

	private static String sign(Domain domain) {
		boolean positive = (domain.min() instanceof Long least && least >= 0)
				|| (domain.min() instanceof BigDecimal minimum && minimum.signum() >= 0);
		return positive ? "" : "-?";
	}

	/** What separates is no data; a ~ within one of several parts is encoded. */
	private static String keyPattern(KeyPart part, boolean alone) {
		Domain domain = part.domain();
		String separators = (part.commas() ? "" : ",") + ((part.tildes() && alone) ? "" : "~");
		return (domain.type() == PlainType.TEXT) ? "[^" + separators + "\\x00]{1," + domain.maxLength() + "}"
				: pattern(domain);
	}

	private static void limit(Schema<Object> schema, String name, ValueType type, @Nullable Object value) {
		if (value != null) {
			schema.addExtension(name, type.format(value));
		}
	}

	private static @Nullable BigDecimal number(@Nullable Object value) {
		return (value != null) ? BigDecimal.valueOf((Long) value) : null;
	}

	private static Schema<Object> schema(String type) {
		return schema(type, null);
	}

	private static Schema<Object> schema(String type, @Nullable String format) {
		Schema<Object> schema = new Schema<>(SpecVersion.V31);
		schema.addType(type);
		schema.setFormat(format);
		return schema;
	}

}
