using Kybernet.ApiServer.Expressions.Values;

namespace Kybernet.ApiServer.Expressions;

/// <summary>What an expression cannot be evaluated without.</summary>
/// <param name="Names">Names that are no variables of its own macros, each with where it stands first. Of types the first word.</param>
/// <param name="Unsupported">The first part of it that is not there, or not supported here; empty for none.</param>
/// <param name="UnsupportedAt">Where that stands.</param>
internal sealed record ExpressionNeeds(IReadOnlyDictionary<string, int> Names, string Unsupported, int UnsupportedAt)
{
    public static ExpressionNeeds Of(ExpressionNode root)
    {
        var survey = new Survey();
        survey.Visit(root);
        return new(survey.Names, survey.Unsupported, survey.UnsupportedAt);
    }

    private sealed class Survey
    {
        private readonly List<string> _variables = [];

        public Dictionary<string, int> Names { get; } = [];

        public string Unsupported { get; private set; } = "";

        public int UnsupportedAt { get; private set; }

        public void Visit(ExpressionNode? node)
        {
            switch (node)
            {
                case ExpressionNode.Name name: VisitName(name.Value, name.At); break;
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
                case ExpressionNode.Optional optional: Visit(optional.Value); break;
                case ExpressionNode.Message message:
                    VisitName(message.Type.Split('.')[0], message.At);
                    VisitAll(message.Fields.Select(static field => field.Value));
                    break;
            }
        }

        private void VisitAll(IEnumerable<ExpressionNode> nodes)
        {
            foreach (var node in nodes) Visit(node);
        }

        private void VisitName(string name, int at)
        {
            if (!_variables.Contains(name) && !TypeValue.IsKnown(name)) Names.TryAdd(name, at);
        }

        private void VisitCall(ExpressionNode.Call call)
        {
            if (!FunctionNames.Has(call.Function, call.Target is not null, call.Arguments.Count)) Lack($"the function '{call.Function}'", call.At);
            // The rest of a function nobody knows may be of a macro nobody knows, with names of its own.
            if (Unsupported.Length > 0) return;
            Visit(call.Target);
            VisitAll(call.Arguments);
        }

        private void VisitMacro(ExpressionNode.Macro macro)
        {
            Visit(macro.Target);
            _variables.Add(macro.Variable);
            _variables.Add(macro.Second);
            Visit(macro.Filter);
            Visit(macro.Body);
            _variables.RemoveRange(_variables.Count - 2, 2);
        }

        private void Lack(string what, int at)
        {
            if (Unsupported.Length == 0) (Unsupported, UnsupportedAt) = (what, at);
        }
    }
}
