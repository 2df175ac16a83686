package dev.dataapi.declared;

import dev.dataapi.declared.type.ColumnType;
import dev.dataapi.declared.type.ValueTypes;
import dev.dataapi.declared.check.ResultColumn;
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
			"boolean", "date", "timestamp", "timestamptz", "time", "json", "binary");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VARCHAR                 | VARCHAR                  | 0 | text json
			CHAR                    | CHAR                     | 0 | text json
			VARCHAR                 | VARIANT                  | 0 | text json
			VARCHAR                 | OBJECT                   | 0 | text json
			ARRAY                   | ARRAY                    | 0 | text json
			OTHER                   | JSON                     | 0 | text json
			VARCHAR                 | GEOGRAPHY                | 0 | none
			VARCHAR                 | GEOMETRY                 | 0 | none
			OTHER                   | VECTOR                   | 0 | none
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
			DECIMAL                 | DECFLOAT                 | 0 | double
			DECIMAL                 | DECFLOAT                 | 2 | double
			OTHER                   | UBIGINT                  | 0 | integer decimal(12,0) decimal(12,2) double
			OTHER                   | BIGNUM                   | 0 | none
			OTHER                   | POINT                    | 0 | none
			BIT                     | BIT                      | 0 | none
			ARRAY                   | TIMESTAMP[]              | 0 | none
			ARRAY                   | TIMESTAMP WITH TIME ZONE[] | 0 | none
			ARRAY                   | INTEGER[]                | 0 | none
			STRUCT                  | STRUCT(A INTEGER)        | 0 | none
			OTHER                   | INTERVAL_DAY_TIME        | 0 | none
			TIME                    | TIME                     | 0 | time
			TIME                    | TIME_NS                  | 0 | time
			TIME_WITH_TIMEZONE      | TIME WITH TIME ZONE      | 0 | none
			BLOB                    | BLOB                     | 0 | binary
			BINARY                  | BINARY                   | 0 | binary
			OTHER                   | UUID                     | 0 | none
			OTHER                   | INTERVAL                 | 0 | none
			""")
	void columnFitsTheTypesThatHoldItsValues(JDBCType type, String name, int scale, String fitting) {
		ResultColumn column = new ResultColumn("C", new ColumnType(type.getVendorTypeNumber(), name, 38, scale));
		assertThat(TYPES).filteredOn((declared) -> column.fits(Objects.requireNonNull(ValueTypes.of(declared))))
			.isEqualTo(Arrays.stream(fitting.split(" ")).filter(TYPES::contains).toList());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					TIME      | TIME      | 0 | text         | true  | The column C is TIME, not text. Declare time.
					BINARY    | BINARY    | 0 | text         | true  | The column C is BINARY, not text. Declare binary.
					ARRAY     | ARRAY     | 0 | integer      | true  | The column C is ARRAY, not integer. Declare json.
					VARCHAR   | GEOGRAPHY | 0 | text         | true  | The column C is GEOGRAPHY, not text. Write ST_ASGEOJSON(C) AS C and declare json.
					OTHER     | VECTOR    | 0 | text         | false | The column C is VECTOR, not text. Read a view with CAST(C AS ARRAY) AS C and declare json.
					TIME_WITH_TIMEZONE | TIME WITH TIME ZONE | 0 | time | true | The column C is TIME WITH TIME ZONE, not time. Write CAST(C AS VARCHAR) AS C and declare text.
					OTHER     | UUID      | 0 | text         | false | The column C is UUID, not text. Read a view with CAST(C AS VARCHAR) AS C.
					OTHER     | INTERVAL  | 0 | integer      | true  | The column C is INTERVAL, not integer. Write CAST(C AS VARCHAR) AS C and declare text.
					TIMESTAMP | TIMESTAMP | 0 | date         | true  | The column C is TIMESTAMP, not date. Write CAST(C AS DATE) AS C.
					DECIMAL   | DECFLOAT  | 0 | integer      | true  | The column C is DECFLOAT, not integer. Write CAST(C AS DECIMAL(38,0)) AS C, or declare double.
					DOUBLE    | DOUBLE    | 0 | decimal(9,2) | true  | The column C is DOUBLE, not decimal(9,2). Write CAST(C AS DECIMAL(9,2)) AS C, or declare double.
					BIGINT    | BIGINT    | 0 | text         | true  | The column C is BIGINT, not text.
					DECIMAL   | NUMBER    | 2 | decimal(9,1) | true  | The column C is NUMBER(38,2), not decimal(9,1).
					""")
	void mismatchNamesTheCastThatHelps(JDBCType type, String name, int scale, String declared, boolean statement,
			String sentence) {
		ResultColumn column = new ResultColumn("C", new ColumnType(type.getVendorTypeNumber(), name, 38, scale));
		assertThat(column.mismatch(Objects.requireNonNull(ValueTypes.of(declared)), statement)).isEqualTo(sentence);
	}

}
