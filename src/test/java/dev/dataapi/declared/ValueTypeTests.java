package dev.dataapi.declared;

import dev.dataapi.declared.type.ValueTypes;
import dev.dataapi.declared.type.ValueType;
import dev.dataapi.declared.type.ValueTypes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ValueType} and how it parses requests.
 */
class ValueTypeTests {

	@ParameterizedTest
	@CsvSource({ "text, text", "integer, integer", "double, double", "boolean, boolean", "date, date",
			"timestamp, timestamp", "timestamptz, timestamptz", "'decimal(7,2)', 'decimal(7,2)'",
			"'decimal( 38 , 38 )', 'decimal(38,38)'", "'decimal(1,0)', 'decimal(1,0)'" })
	void typeIsKnownByItsName(String text, String name) {
		assertThat(ValueTypes.of(text)).extracting(ValueType::typeName).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Text", "TEXT", "varchar", "int", "decimal", "decimal(7)", "decimal(39,0)",
			"decimal(0,0)", "decimal(2,3)", "decimal(-1,0)", "decimal(7,-1)", "decimal(7,2", "decimal 7,2",
			"decimal(,)", "decimal(7,2,1)", "decimal(7.0,2)", " text" })
	void typeWhenNameIsNoneIsUnknown(String text) {
		assertThat(ValueTypes.of(text)).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "integer|0|0", "integer|-0|0", "integer|007|7",
			"integer|` 7\t`|7", "integer|9223372036854775807|9223372036854775807",
			"integer|-9223372036854775808|-9223372036854775808", "integer|0000000000000000000000000000000009|9",
			"decimal(7,2)|1|1.00", "decimal(7,2)|1.5|1.50", "decimal(7,2)|1.500000|1.50", "decimal(7,2)|-0|0.00",
			"decimal(7,2)|0099999.99|99999.99", "decimal(7,2)|-99999.99|-99999.99", "decimal(7,2)|0.0000|0.00",
			"decimal(3,3)|0.125|0.125", "decimal(3,3)|-00.5|-0.500", "decimal(1,0)|9.0|9",
			"decimal(38,0)|99999999999999999999999999999999999999|99999999999999999999999999999999999999",
			"decimal(38,37)|9.9999999999999999999999999999999999999|9.9999999999999999999999999999999999999",
			"boolean|true|true", "boolean|false|false", "date|1995-01-01|1995-01-01", "date|0001-01-01|0001-01-01",
			"date|1582-10-05|1582-10-05", "date|9999-12-31|9999-12-31", "date|2024-02-29|2024-02-29",
			"date|` 1995-01-01 `|1995-01-01", "timestamp|1995-01-01T00:00|1995-01-01T00:00:00",
			"timestamp|1995-01-01T23:59:59|1995-01-01T23:59:59",
			"timestamp|1995-01-01T23:59:59.1|1995-01-01T23:59:59.1",
			"timestamp|1995-01-01T23:59:59.000000001|1995-01-01T23:59:59.000000001",
			"timestamp|1995-01-01T23:59:59.100000000|1995-01-01T23:59:59.1",
			"timestamp|1582-10-15T00:00|1582-10-15T00:00:00",
			"timestamp|9999-12-31T23:59:59.999999999|9999-12-31T23:59:59.999999999",
			"timestamptz|1995-01-01T00:00Z|1995-01-01T00:00:00Z",
			"timestamptz|1995-01-01T00:00:00.5+01:00|1994-12-31T23:00:00.5Z",
			"timestamptz|1995-01-01T00:00-17:59|1995-01-01T17:59:00Z",
			"timestamptz|1995-01-01T00:00:00.000000+0100|1994-12-31T23:00:00Z",
			"timestamptz|1995-01-01T00:00-00:00|1995-01-01T00:00:00Z",
			"timestamptz|1582-10-15T00:00Z|1582-10-15T00:00:00Z",
			"timestamptz|9999-12-31T23:59:59.999999999Z|9999-12-31T23:59:59.999999999Z", "text|` a `|` a `",
			"text|😀|😀", "text|NO|NO", "text|'; DROP TABLE t; --|'; DROP TABLE t; --" })
	void textOfTheTypeHasOneSpelling(String name, String text, String spelling) {
		ValueType type = type(name);
		Object value = type.parse(text);
		assertThat(value).isNotNull();
		assertThat(type.format(value)).isEqualTo(spelling);
		assertThat(type.parse(spelling)).isEqualTo(value).hasSameHashCodeAs(value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "integer|``", "integer|-", "integer|+1", "integer|--1",
			"integer|1.0", "integer|1e3", "integer|0x10", "integer|1_000", "integer|1 000", "integer|٣", "integer|１",
			"integer|9223372036854775808", "integer|-9223372036854775809", "integer|99999999999999999999",
			"integer|1 OR 1=1", "integer|`1\n`", "integer|NaN", "decimal(7,2)|``", "decimal(7,2)|.", "decimal(7,2)|.5",
			"decimal(7,2)|5.", "decimal(7,2)|1.505", "decimal(7,2)|100000", "decimal(7,2)|-100000.00",
			"decimal(7,2)|1,5", "decimal(7,2)|1e1", "decimal(7,2)|1.2.3", "decimal(7,2)|+1", "decimal(7,2)|- 1",
			"decimal(7,2)|NaN", "decimal(7,2)|Infinity", "decimal(3,3)|1", "decimal(1,0)|0.1", "boolean|``",
			"boolean|TRUE", "boolean|yes", "boolean|1", "boolean|t", "date|``", "date|1995-1-1", "date|95-01-01",
			"date|1995-02-29", "date|1995-13-01", "date|1995-00-01", "date|1995-01-00", "date|1995-01-32",
			"date|0000-12-31", "date|0000-01-01", "date|10000-01-01", "date|-995-01-01", "date|+995-01-01",
			"date|1995/01/01", "date|1995-01-01T00:00", "date|19950101", "date|1995-W01-1", "date|１995-01-01",
			"date|today", "timestamp|1995-01-01", "timestamp|1995-01-01 00:00", "timestamp|1995-01-01t00:00",
			"timestamp|1995-01-01T00", "timestamp|1995-01-01T24:00", "timestamp|1995-01-01T00:60",
			"timestamp|1995-01-01T00:00:60", "timestamp|1995-01-01T00:00:00.", "timestamp|1995-01-01T00:00:00,5",
			"timestamp|1995-01-01T00:00:00.1234567890", "timestamp|1995-01-01T00:00Z",
			"timestamp|1995-01-01T00:00+01:00", "timestamp|1995-01-01T0:00", "timestamp|0000-12-31T23:59:59",
			"timestamp|1995-01-01T00:00:0x", "timestamptz|1995-01-01T00:00", "timestamptz|1995-01-01Z",
			"timestamptz|1995-01-01T00:00z", "timestamptz|1995-01-01T00:00 01:00", "timestamptz|1995-01-01T00:00+010",
			"timestamptz|1995-01-01T00:00+01:0", "timestamptz|1995-01-01", "timestamptz|1995-01-01T00:00+01000",
			"timestamptz|1995-01-01T00:00+01", "timestamptz|1995-01-01T00:00+18:00",
			"timestamptz|1995-01-01T00:00+01:60", "timestamptz|1995-01-01T00:00 UTC", "timestamptz|Z",
			"timestamptz|+01:00", "timestamptz|0001-01-01T00:00+01:00", "timestamptz|9999-12-31T23:59-01:00",
			"timestamptz|1995-01-01T00:00Europe/Berlin", "double|1", "text|`\u0000`", "text|`a\ud83d`",
			"text|`\ude00a`" })
	void textOfAnotherTypeIsRefused(String name, String text) {
		assertThat(type(name).parse(text)).isNull();
	}

	@Test
	void valuesAreJavasOwn() {
		assertThat(type("integer").parse("7")).isEqualTo(7L);
		assertThat(type("decimal(7,2)").parse("7")).isEqualTo(new BigDecimal("7.00"));
		assertThat(type("date").parse("1995-01-01")).isEqualTo(LocalDate.of(1995, 1, 1));
		assertThat(type("timestamp").parse("1995-01-01T00:00")).isEqualTo(LocalDateTime.of(1995, 1, 1, 0, 0));
		assertThat(type("timestamptz").parse("1995-01-01T01:00+01:00"))
			.isEqualTo(Instant.parse("1995-01-01T00:00:00Z"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "integer", "decimal(7,2)", "decimal(38,38)", "boolean", "date", "timestamp",
			"timestamptz" })
	void randomTextIsReadOrRefusedAndNothingElse(String name) {
		Random random = new Random(42);
		ValueType type = type(name);
		String spelling = type.format(type.sample());
		int read = 0;
		for (int i = 0; i < 20_000; i++) {
			Object value = type.parse(mutated(spelling, random));
			if (value != null) {
				read++;
				assertThat(type.parse(type.format(value))).isEqualTo(value);
				assertThat(type.toJdbc(value)).isNotNull();
			}
		}
		assertThat(read).isPositive();
	}

	/** Quadratic work on a million characters would take minutes. */
	@ParameterizedTest
	@ValueSource(strings = { "text", "integer", "decimal(38,0)", "boolean", "date", "timestamp", "timestamptz" })
	void longTextIsReadInOnePass(String name) {
		for (String part : new String[] { "0", "9", " ", "-", ".", "T", ":", "\t1" }) {
			long start = System.nanoTime();
			type(name).parse(part.repeat(1_000_000));
			assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
		}
	}

	static String mutated(String text, Random random) {
		String signs = "0123456789-+.:TZ ,'\"[]{}~%&=?;/*\\$\t\nae\u0000\u00e9\ud83d\ude00";
		StringBuilder mutated = new StringBuilder(text);
		for (int i = random.nextInt(4); i >= 0; i--) {
			int at = random.nextInt(mutated.length() + 1);
			char sign = signs.charAt(random.nextInt(signs.length()));
			switch (random.nextInt(3)) {
				case 0 -> mutated.insert(at, sign);
				case 1 -> mutated.setLength(random.nextInt(8) == 0 ? at : mutated.length());
				default -> {
					if (at < mutated.length()) {
						mutated.setCharAt(at, sign);
					}
				}
			}
		}
		return mutated.toString();
	}

	private static ValueType type(String name) {
		ValueType type = ValueTypes.of(name);
		assertThat(type).as(name).isNotNull();
		return type;
	}

}
