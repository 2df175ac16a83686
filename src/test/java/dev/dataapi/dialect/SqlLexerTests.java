package dev.dataapi.dialect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The tokens of a statement and where they stand.
 */
class SqlLexerTests {

	@ParameterizedTest
	@MethodSource("statements")
	void sourcesJoinedAreTheStatement(String sql) throws Exception {
		List<Token> tokens = SqlLexer.tokens(sql);
		assertThat(tokens.stream().map(Token::source).collect(Collectors.joining())).isEqualTo(sql);
		assertThat(tokens)
			.allSatisfy((token) -> assertThat(sql.substring(token.start(), token.end())).isEqualTo(token.source()));
	}

	@Test
	void signsOfSeveralCharactersAreOneToken() throws Exception {
		assertThat(SqlLexer.tokens("a->>b::c - > :: d")).extracting(Token::text)
			.containsExactly("a", "->>", "b", "::", "c", " ", "-", " ", ">", " ", "::", " ", "d");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT \u0001", "SELECT '\u0001'", "SELECT 1 -- \u007f", "SELECT \r\n1" })
	void controlCharacterIsRefusedWhereItStands(String sql) {
		assertThatExceptionOfType(InvalidSqlException.class).isThrownBy(() -> SqlLexer.tokens(sql))
			.satisfies((ex) -> assertThat(sql.charAt(ex.offset())).matches(Character::isISOControl));
	}

	static Stream<String> statements() throws Exception {
		return Files.readAllLines(Path.of("src/test/resources/dev/dataapi/declared/statements.txt"))
			.stream()
			.filter((line) -> line.startsWith("accepted¦"))
			.map((line) -> line.split("¦", -1)[1])
			.map((sql) -> sql.replace("\\\\", "\u0000").replace("\\n", "\n").replace("\u0000", "\\"));
	}

}
