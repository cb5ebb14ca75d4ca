using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>Conditions of definitions. Upstream: <c>apihelpers/helpers.go</c>.</summary>
internal static class DefinitionConditions
{
    public const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";

    extension(CustomResourceDefinition definition)
    {
        public bool Is(string type) => definition.Find(type)?.Status == "True";

        public CustomResourceDefinitionCondition? Find(string type) => definition.Status.Conditions.FirstOrDefault(condition => condition.Type == type);

        /// <summary>The definition with the condition; its time changes with its status only.</summary>
        public CustomResourceDefinition With(string type, string status, string reason, string message, DateTimeOffset now)
        {
            var conditions = definition.Status.Conditions;
            var old = definition.Find(type);
            var made = new CustomResourceDefinitionCondition
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastTransitionTime = old is not null && old.Status == status && !old.LastTransitionTime.IsZero ? old.LastTransitionTime : Time.From(now),
            };
            if (old == made) return definition;
            conditions = old is null ? conditions.Add(made) : conditions.SetItem(conditions.IndexOf(old), made);
            return definition with { Status = definition.Status with { Conditions = conditions } };
        }
    }
}
