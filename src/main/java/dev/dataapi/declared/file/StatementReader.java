package dev.dataapi.declared.file;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.dataapi.declared.Parameter;
import dev.dataapi.declared.sql.QueryCheck;
import dev.dataapi.declared.sql.SqlTemplate;
import dev.dataapi.declared.sql.SqlTemplate.Part;
import dev.dataapi.declared.sql.SqlTemplate.Variant;
import dev.dataapi.declared.sql.VariableCheck;
import dev.dataapi.dialect.SqlLexer.InvalidSqlException;
import dev.dataapi.dialect.SqlLexer.Token;

/**
 * Reads the statement of a report, and checks how it uses the report's parameters.
 */
final class StatementReader {

	private static final int MAX_LENGTH = 32_768;

	private final Section report;

	private final String sql;

	private final SqlTemplate template;

	private final Map<String, Parameter> parameters;

	private StatementReader(Section report, String sql, Map<String, Parameter> parameters, Variables variables)
			throws InvalidSqlException {
		this.report = report;
		this.sql = sql;
		this.template = SqlTemplate.parse(variables.tokens(report, "sql", sql, parameters.keySet()));
		this.parameters = parameters;
	}

	/**
	 * Reads a statement.
	 * @param report the report
	 * @param sections where its parameters stand
	 * @param parameters those of them that can be read, by name
	 * @param variables those of the file
	 */
	static SqlTemplate read(Section report, List<Section> sections, Map<String, Parameter> parameters,
			Variables variables) {
		String sql = report.text("sql");
		if (sql == null) {
			return SqlTemplate.EMPTY;
		}
		if (sql.length() > MAX_LENGTH) {
			report.problem("sql",
					"'sql' has %d characters: at most %d are accepted.".formatted(sql.length(), MAX_LENGTH));
			return SqlTemplate.EMPTY;
		}
		try {
			StatementReader reader = new StatementReader(report, sql, parameters, variables);
			reader.checkBlocks();
			reader.checkParameters();
			reader.checkBound();
			reader.checkUse(sections);
			reader.checkQueries();
			return reader.template;
		}
		catch (InvalidSqlException ex) {
			report.problem("sql", ex.offset(), ex.sentence());
			return SqlTemplate.EMPTY;
		}
	}

	private void checkBlocks() {
		for (int i = 0; i < this.template.blocks().size(); i++) {
			int block = i;
			boolean optional = this.template.parts()
				.stream()
				.filter((part) -> part.block() == block && part.isParameter())
				.map((part) -> this.parameters.get(part.token().text()))
				.anyMatch((parameter) -> parameter == null || parameter.optional());
			if (!optional) {
				problem(this.template.blocks().get(block),
						"This [[ ]] has no parameter that is optional, so that it is never left out. "
								+ "If it is an array of arrays, write [ [.");
			}
		}
	}

	/** Otherwise a request could leave out what keeps others' rows from its answer. */
	private void checkBound() {
		for (Parameter parameter : this.parameters.values()) {
			List<Part> uses = this.template.parts()
				.stream()
				.filter((part) -> part.isParameter() && part.token().text().equals(parameter.name()))
				.toList();
			if (!parameter.isAsked() && !uses.isEmpty() && uses.stream().noneMatch(Part::isOutside)) {
				problem(uses.getFirst().token().start(),
						"{{%s}} is bound from the caller, so that it must stand outside of [[ ]], too."
							.formatted(parameter.name()));
			}
		}
	}

	private void checkParameters() {
		List<Part> significant = this.template.parts().stream().filter((part) -> part.token().isSignificant()).toList();
		for (int i = 0; i < significant.size(); i++) {
			if (significant.get(i).isParameter()) {
				boolean in = i >= 2 && i + 1 < significant.size() && significant.get(i - 2).token().isWord("IN")
						&& significant.get(i - 1).token().isSymbol("(") && significant.get(i + 1).token().isSymbol(")");
				checkParameter(significant.get(i), in);
			}
		}
	}

	private void checkParameter(Part part, boolean in) {
		int start = part.token().start();
		String name = part.token().text();
		Parameter parameter = this.parameters.get(name);
		if (parameter == null) {
			// parameters that are no list are an error of their own
			if (!this.report.has("parameters") || this.report.isList("parameters")) {
				problem(start, "{{%s}} is not a declared parameter.".formatted(name)
						+ FileErrors.didYouMean(name, this.parameters.keySet()));
			}
			return;
		}
		if (parameter.optional() && part.isOutside()) {
			problem(start, "{{%s}} is optional, so that it must stand in [[ ]].".formatted(name));
		}
		if (parameter.isList() && !in) {
			problem(start, "{{%s}} takes several values, so that it must stand in IN ({{%s}}).".formatted(name, name));
		}
	}

	/** Reports variables of the warehouse, and parameters that are not used. */
	private void checkUse(List<Section> sections) {
		Set<String> used = new HashSet<>();
		this.template.parts().stream().filter(Part::isParameter).forEach((part) -> used.add(part.token().text()));
		List<Token> tokens = this.template.parts().stream().map(Part::token).toList();
		for (VariableCheck.Finding finding : VariableCheck.findings(tokens, this.parameters.keySet())) {
			problem(finding.offset(), finding.sentence());
			if (finding.meant() != null) {
				used.add(finding.meant());
			}
		}
		for (Section section : sections) {
			String name = section.value("name");
			if (name != null && this.parameters.containsKey(name) && !used.contains(name)) {
				String sign = "{{" + name + "}}";
				section.problem("name",
						"The parameter '" + name + "' is not used"
								+ (this.sql.contains(sign)
										? ": in quotes and comments " + sign + " is text. A value needs no quotes."
										: ": write " + sign + " where its value belongs."));
			}
		}
	}

	private void checkQueries() {
		for (Variant variant : this.template.variants()) {
			try {
				QueryCheck.check(variant.parts().stream().map(Part::token).toList());
			}
			catch (InvalidSqlException ex) {
				problem(ex.offset(), ex.sentence());
			}
		}
	}

	private void problem(int offset, String sentence) {
		this.report.problem("sql", offset, sentence);
	}

}
