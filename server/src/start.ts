import { createConnection, ProposedFeatures } from 'vscode-languageserver/node.js';
import { serve } from './server.ts';

// Standard input and output with --stdio, else the channel that the client opened.
serve(createConnection(ProposedFeatures.all));
