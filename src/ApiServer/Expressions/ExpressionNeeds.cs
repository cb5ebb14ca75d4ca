using System.Collections.Frozen;

namespace Kybernet.ApiServer.Expressions;

/// <summary>What an expression cannot be evaluated without.</summary>
/// <param name="Names">Names that are no variables of its own macros.</param>
/// <param name="Unsupported">The first part of it that is right, and not supported here; empty for none.</param>
internal sealed record ExpressionNeeds(IReadOnlySet<string> Names, string Unsupported)
{
    private static readonly FrozenSet<string> s_types =
        FrozenSet.Create("int", "uint", "double", "bool", "string", "bytes", "list", "map", "null_type", "type", "google", "cel", "optional");

    public static ExpressionNeeds Of(ExpressionNode root)
    {
        var survey = new Survey();
        survey.Visit(root);
        return new(survey.Names, survey.Unsupported);
    }

    private sealed class Survey
    {
        private readonly List<string> _variables = [];

        public HashSet<string> Names { get; } = [];

        public string Unsupported { get; private set; } = "";

        public void Visit(ExpressionNode? node)
        {
            switch (node)
            {
                case ExpressionNode.Name name: VisitName(name.Value); break;
                case ExpressionNode.Select select: Visit(select.Target); break;
                case ExpressionNode.Conditional conditional:
                    Visit(conditional.Test);
                    Visit(conditional.Then);
                    Visit(conditional.Else);
                    break;
                case ExpressionNode.Call call: VisitCall(call); break;
                case ExpressionNode.List list: VisitAll(list.Items); break;
                case ExpressionNode.Map map:
                    VisitAll(map.Entries.Select(static entry => entry.Key));
                    VisitAll(map.Entries.Select(static entry => entry.Value));
                    break;
                case ExpressionNode.Macro macro: VisitMacro(macro); break;
                case ExpressionNode.Unsupported other: Lack(other.What); break;
            }
        }

        private void VisitAll(IEnumerable<ExpressionNode> nodes)
        {
            foreach (var node in nodes) Visit(node);
        }

        private void VisitName(string name)
        {
            if (_variables.Contains(name)) return;
            if (s_types.Contains(name)) Lack($"the type '{name}' as a value");
            else Names.Add(name);
        }

        private void VisitCall(ExpressionNode.Call call)
        {
            if (!Functions.Has(call.Function, call.Target is not null, call.Arguments.Count)) Lack($"the function '{call.Function}'");
            // The rest of a function nobody knows may be of a macro nobody knows, with names of its own.
            if (Unsupported.Length > 0) return;
            Visit(call.Target);
            VisitAll(call.Arguments);
        }

        private void VisitMacro(ExpressionNode.Macro macro)
        {
            Visit(macro.Target);
            _variables.Add(macro.Variable);
            Visit(macro.Filter);
            Visit(macro.Body);
            _variables.RemoveAt(_variables.Count - 1);
        }

        private void Lack(string what)
        {
            if (Unsupported.Length == 0) Unsupported = what;
        }
    }
}
