-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service VALKEY of 06d to the image and the settings that spec/valkey.yaml names
-- Costs:    nothing more. What is shared is lost, and the API goes to the warehouse until the new server runs
-- Before:   Valkey's image pushed, spec/ copied to @API.PRIVATE.SPECS
-- Fill in:  schema   API.PRIVATE or API.PUBLIC
-- It also gives the server the password that the secret has now, as every start does.

USE ROLE DATA_API_ROLE;

ALTER SERVICE <% schema %>.VALKEY
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'valkey.yaml'
  USING (maxmemory => '192mb');

SHOW SERVICE CONTAINERS IN SERVICE <% schema %>.VALKEY;
