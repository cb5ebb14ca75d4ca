using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Admission;

/// <summary>Bindings of validating admission policies.</summary>
public sealed class ValidatingAdmissionPolicyBindingPrinter() : TablePrinter<ValidatingAdmissionPolicyBinding>(ParamCells.BindingColumns)
{
    protected override ListOf<JsonValue> Row(ValidatingAdmissionPolicyBinding value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.PolicyName, ParamCells.Reference(value.Spec.ParamRef), Cell.Age(value.Metadata, now)];
}

/// <summary>Bindings of mutating admission policies.</summary>
public sealed class MutatingAdmissionPolicyBindingPrinter() : TablePrinter<MutatingAdmissionPolicyBinding>(ParamCells.BindingColumns)
{
    protected override ListOf<JsonValue> Row(MutatingAdmissionPolicyBinding value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.PolicyName, ParamCells.Reference(value.Spec.ParamRef), Cell.Age(value.Metadata, now)];
}
