package dev.dataapi.endpoint;

import java.sql.JDBCType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which declared types a result's column fits, by the type names of both warehouses.
 */
class ResultColumnTests {

	private static final List<String> TYPES = List.of("text", "integer", "decimal(12,0)", "decimal(12,2)", "double",
			"boolean", "date", "timestamp", "timestamptz");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VARCHAR                 | VARCHAR                  | 0 | text
			CHAR                    | CHAR                     | 0 | text
			BIGINT                  | BIGINT                   | 0 | integer decimal(12,0) decimal(12,2) double
			BIGINT                  | NUMBER                   | 0 | integer decimal(12,0) decimal(12,2) double
			OTHER                   | HUGEINT                  | 0 | integer decimal(12,0) decimal(12,2) double
			DECIMAL                 | DECIMAL(38,0)            | 0 | integer decimal(12,0) decimal(12,2) double
			DECIMAL                 | NUMBER                   | 2 | decimal(12,2) double
			DECIMAL                 | NUMBER                   | 3 | double
			DOUBLE                  | DOUBLE                   | 0 | double
			FLOAT                   | FLOAT                    | 0 | double
			BOOLEAN                 | BOOLEAN                  | 0 | boolean
			DATE                    | DATE                     | 0 | date
			TIMESTAMP               | TIMESTAMP                | 0 | timestamp
			TIMESTAMP               | TIMESTAMP_NS             | 0 | timestamp
			TIMESTAMP               | TIMESTAMPNTZ             | 9 | timestamp
			TIMESTAMP               | TIMESTAMP_NTZ            | 9 | timestamp
			TIMESTAMP               | TIMESTAMPLTZ             | 9 | timestamptz
			TIMESTAMP               | TIMESTAMPTZ              | 9 | timestamptz
			TIMESTAMP_WITH_TIMEZONE | TIMESTAMP WITH TIME ZONE | 0 | timestamptz
			TIME                    | TIME                     | 0 | none
			BINARY                  | BINARY                   | 0 | none
			OTHER                   | UUID                     | 0 | none
			OTHER                   | INTERVAL                 | 0 | none
			""")
	void columnFitsTheTypesThatHoldItsValues(JDBCType type, String name, int scale, String fitting) {
		ResultColumn column = new ResultColumn("C", type.getVendorTypeNumber(), name, 38, scale);
		assertThat(TYPES).filteredOn((declared) -> column.fits(Objects.requireNonNull(ValueType.of(declared))))
			.isEqualTo(Arrays.stream(fitting.split(" ")).filter(TYPES::contains).toList());
	}

}
