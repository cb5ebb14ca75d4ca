using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Reading the conditions of nodes.</summary>
internal static class NodeConditions
{
    extension(Node node)
    {
        /// <summary>The condition of the type; null when the node has none.</summary>
        public NodeCondition? ConditionOf(string type)
        {
            foreach (var condition in node.Status.Conditions)
                if (condition.Type == type) return condition;
            return null;
        }

        public bool IsReady => node.ConditionOf(NodeConditionType.Ready)?.Status == ConditionStatus.True;
    }
}
