using LogOperator.Cli;
using LogOperator.Cli.Commands;

return await CommandTree.InvokeAsync(args, Terminal.OfProcess());
