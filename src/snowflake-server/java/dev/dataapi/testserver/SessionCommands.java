package dev.dataapi.testserver;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** Statements that change the session itself: ALTER SESSION, USE, transactions. */
final class SessionCommands {

	private static final Pattern SET = Pattern.compile("(?is)ALTER\\s+SESSION\\s+SET\\s+(.+)");

	private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)\\s*=\\s*('(?:[^']|'')*'|[\\w.+-]+)");

	private static final Pattern UNSET = Pattern.compile("(?is)ALTER\\s+SESSION\\s+UNSET\\s+(.+)");

	private static final Pattern USE = Pattern
		.compile("(?is)USE\\s+(?:(ROLE|WAREHOUSE|DATABASE|SCHEMA)\\s+)?(?:\"([^\"]+)\"|([\\w$]+))"
				+ "(?:\\.(?:\"([^\"]+)\"|([\\w$]+)))?");

	private static final Pattern SECONDARY = Pattern.compile("(?is)USE\\s+SECONDARY\\s+ROLES\\s+(ALL|NONE)");

	private final Account account;

	private final DuckWarehouse warehouse;

	SessionCommands(Account account, DuckWarehouse warehouse) {
		this.account = account;
		this.warehouse = warehouse;
	}

	void run(Sql sql, Session session) throws SQLException {
		if (sql.kind() == Sql.Kind.TRANSACTION) {
			transaction(sql.verb(), session);
			return;
		}
		Matcher matcher = SET.matcher(sql.text());
		if (matcher.matches()) {
			Matcher assignments = ASSIGNMENT.matcher(matcher.group(1));
			while (assignments.find()) {
				set(Account.upper(assignments.group(1)), assignments.group(2), session);
			}
			return;
		}
		matcher = UNSET.matcher(sql.text());
		if (matcher.matches()) {
			for (String name : matcher.group(1).split("\\s*,\\s*")) {
				session.parameters().remove(Account.upper(name.strip()));
			}
			return;
		}
		matcher = SECONDARY.matcher(sql.text());
		if (matcher.matches()) {
			session.secondaryRoles("ALL".equalsIgnoreCase(matcher.group(1)));
			return;
		}
		matcher = USE.matcher(sql.text());
		if (!matcher.matches()) {
			throw new SqlProblem("001003", "42000",
					"SQL compilation error:\nsyntax error line 1 at position 0 unexpected '" + sql.verb() + "'.");
		}
		use(matcher, session);
	}

	private static void set(String name, String text, Session session) throws SQLException {
		JsonNode value;
		if (text.startsWith("'")) {
			value = StringNode.valueOf(text.substring(1, text.length() - 1).replace("''", "'"));
		}
		else if (text.matches("-?\\d+")) {
			value = LongNode.valueOf(Long.parseLong(text));
		}
		else if (text.matches("(?i)true|false")) {
			value = BooleanNode.valueOf(Boolean.parseBoolean(text));
		}
		else {
			value = StringNode.valueOf(text);
		}
		if ("AUTOCOMMIT".equals(name)) {
			session.duck().autoCommit(value.asBoolean(true));
		}
		session.parameters().put(name, value);
	}

	private void use(Matcher matcher, Session session) throws SQLException {
		String kind = (matcher.group(1) != null) ? Account.upper(matcher.group(1)) : "DATABASE";
		String first = name(matcher.group(2), matcher.group(3));
		boolean two = matcher.group(4) != null || matcher.group(5) != null;
		if (two) {
			useSchema(first, name(matcher.group(4), matcher.group(5)), session);
			return;
		}
		switch (kind) {
			case "ROLE" -> useRole(first, session);
			case "WAREHOUSE" -> session.warehouse(there(first, this.account.hasWarehouse(first)));
			case "SCHEMA" -> useSchema(String.valueOf(session.database()), first, session);
			default -> session.use(there(first, this.warehouse.hasDatabase(first)),
					this.warehouse.hasSchema(first, "PUBLIC") ? "PUBLIC" : null);
		}
	}

	private void useRole(String name, Session session) {
		Role role = this.account.findRole(name);
		if (role == null || !session.user().mayUse(name)) {
			throw SqlProblem.notThere();
		}
		session.role(role);
	}

	private void useSchema(String database, String schema, Session session) throws SQLException {
		session.use(database, there(schema, this.warehouse.hasSchema(database, schema)));
	}

	private static String there(String name, boolean exists) {
		if (!exists) {
			throw SqlProblem.notThere();
		}
		return name;
	}

	private static String name(String quoted, String plain) {
		return (quoted != null) ? quoted : Account.upper(plain);
	}

	private static void transaction(String verb, Session session) throws SQLException {
		boolean auto = "true".equalsIgnoreCase(session.parameter("AUTOCOMMIT", "true"));
		switch (verb) {
			case "COMMIT" -> session.duck().commit();
			case "ROLLBACK" -> session.duck().rollback();
			default -> session.duck().autoCommit(false);
		}
		if (auto && !"BEGIN".equals(verb) && !"START".equals(verb)) {
			session.duck().autoCommit(true);
		}
	}

}
