using Kybernet.ApiServer.Authorization;
using Kybernet.ApiServer.Expressions;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Admission.Access;

/// <summary>Whom expressions ask what a user may do. Upstream: <c>cel/library/authz.go</c>.</summary>
/// <param name="Access">Where questions are put.</param>
/// <param name="Attributes">The request: its user is asked about where nobody else is named.</param>
/// <param name="Account">A service account that is asked about instead.</param>
internal sealed record AuthorizerValue(AccessQuestions Access, AdmissionAttributes Attributes, UserInfo? Account = null) : IForeignValue, IForeignFields
{
    public string Type => "kubernetes.authorization.Authorizer";

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments) switch
    {
        ("path", [{ Kind: JsonKind.String } path]) => string.IsNullOrWhiteSpace(path.AsString())
            ? Evaluated.Fail("path must not be empty")
            : Check(new() { Path = path.AsString()!, Verb = "" }),
        ("group", [{ Kind: JsonKind.String } group]) => Evaluated.Of(new GroupCheck(this, group.AsString()!)),
        ("serviceAccount", [{ Kind: JsonKind.String } space, { Kind: JsonKind.String } name]) => OfAccount(space.AsString()!, name.AsString()!),
        _ => null,
    };

    /// <summary>What the request itself asks for.</summary>
    public Evaluated? Find(string field) => field != "requestResource" ? null
        : Check(ResourceCheck(Attributes.Resource.Resource.Group, Attributes.Resource.Resource.Resource) with
        {
            Subresource = Attributes.Subresource,
            Namespace = Attributes.Namespace,
            Name = Attributes.Name,
        });

    private Evaluated OfAccount(string space, string name)
    {
        if (!DnsNames.IsDns1123Subdomain(name).IsEmpty) return Evaluated.Fail("Invalid service account name");
        if (!DnsNames.IsDns1123Label(space).IsEmpty) return Evaluated.Fail("Invalid service account namespace");
        return Evaluated.Of(this with
        {
            Account = new()
            {
                Name = $"system:serviceaccount:{space}:{name}",
                Groups = ["system:serviceaccounts", "system:serviceaccounts:" + space, UserInfo.SystemAuthenticated],
            },
        });
    }

    private Evaluated Check(RequestInfo asked) => Evaluated.Of(new AccessCheck(this, asked));

    private static RequestInfo ResourceCheck(string group, string resource) =>
        new() { Path = "", Verb = "", IsResourceRequest = true, ApiGroup = group, ApiVersion = "*", Resource = resource };

    private sealed record GroupCheck(AuthorizerValue Authorizer, string Group) : IForeignValue
    {
        public string Type => "kubernetes.authorization.GroupCheck";

        public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments) switch
        {
            ("resource", [{ Kind: JsonKind.String } name]) => string.IsNullOrWhiteSpace(name.AsString())
                ? Evaluated.Fail("resource must not be empty")
                : Authorizer.Check(ResourceCheck(Group, name.AsString()!)),
            _ => null,
        };
    }

    private sealed record AccessCheck(AuthorizerValue Authorizer, RequestInfo Asked) : IForeignValue
    {
        public string Type => Asked.IsResourceRequest ? "kubernetes.authorization.ResourceCheck" : "kubernetes.authorization.PathCheck";

        public Evaluated? Call(string method, ListOf<JsonValue> arguments)
        {
            if (arguments is not [{ Kind: JsonKind.String } value] || value.AsString() is not { } text) return null;
            if (method == "check") return Ask(Asked with { Verb = text });
            return !Asked.IsResourceRequest ? null : method switch
            {
                "subresource" => Evaluated.Of(this with { Asked = Asked with { Subresource = text } }),
                "namespace" => Evaluated.Of(this with { Asked = Asked with { Namespace = text } }),
                "name" => Evaluated.Of(this with { Asked = Asked with { Name = text } }),
                "fieldSelector" => Evaluated.Of(this with { Asked = Asked with { FieldSelector = text } }),
                // No authoriser here looks at labels: without them the answer is for all objects, as it is for a selector that cannot be read.
                "labelSelector" => Evaluated.Of(this),
                _ => null,
            };
        }

        private Evaluated Ask(RequestInfo asked) =>
            Authorizer.Access.Ask(Authorizer.Account ?? Authorizer.Attributes.User, asked) is { } answer
                ? Evaluated.Of(new Decision(answer))
                : Evaluated.Fail("the authorizer has not answered yet");
    }

    private sealed record Decision(AuthorizationDecision Answer) : IForeignValue
    {
        public string Type => "kubernetes.authorization.Decision";

        public Evaluated? Call(string method, ListOf<JsonValue> arguments) => arguments.Count > 0 ? null : method switch
        {
            "allowed" => Evaluated.Of(Answer.IsAllowed),
            "reason" => Evaluated.Of(Answer.Reason),
            "errored" => Evaluated.Of(false),
            "error" => Evaluated.Of(""),
            _ => null,
        };
    }
}
